// Goal: the sources keep the style that no compiler checks: layers, no circles, short files and
// functions, no clock below the command line, no forgotten words.
// Method: run every check over every source; and run each over a small input on which it must
// complain, because a check that cannot complain shows nothing.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAYERS } from '../src/dev/layers.ts';
import { complaints } from '../src/dev/tidy.ts';
import type { Source } from '../src/dev/tidy.ts';

const FOLDERS = ['src', 'spec', 'models', 'viewer', 'test', 'bench', 'examples'];

/** Every TypeScript and JavaScript file below the folders of sources. */
function sourcesOf(folders: readonly string[]): readonly Source[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.m?ts$|\.m?js$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/')),
  );
  return files.toSorted().map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

describe('the sources', () => {
  const sources = sourcesOf(FOLDERS);

  it('are tidy', () => {
    expect(complaints(sources)).toEqual([]);
  });

  it('are all seen', () => {
    expect(sources.length).toBeGreaterThan(80);
    for (const path of ['src/base/errors.ts', 'spec/subject.ts', 'test/tidy.test.ts']) {
      expect(sources.map((source) => source.path)).toContain(path);
    }
  });
});

/** Complaints about a repository of one file. */
function about(path: string, text: string): readonly string[] {
  return complaints([{ path, text }]);
}

describe('an import', () => {
  it.each([
    ['src/base/a.ts', '../../spec/subject.ts', 'src/base must not import spec/subject.ts'],
    ['spec/a.ts', '../models/go/mheap.ts', 'spec must not import models/go/mheap.ts'],
    ['spec/a.ts', '../src/program/program.ts', 'spec must not import src/program/program.ts'],
    ['models/go/a.ts', '../reference/b.ts', 'models/go must not import models/reference/b.ts'],
    ['models/reference/a.ts', '../go/b.ts', 'models/reference must not import models/go/b.ts'],
    ['src/program/a.ts', '../trace/load.ts', 'src/program must not import src/trace/load.ts'],
    ['src/workload/a.ts', '../engine/b.ts', 'src/workload must not import src/engine/b.ts'],
    ['src/engine/a.ts', '../../models/go/b.ts', 'src/engine must not import models/go/b.ts'],
    ['src/engine/a.ts', '../../models/os/b.ts', 'src/engine must not import models/os/b.ts'],
    ['src/trace/a.ts', '../workload/b.ts', 'src/trace must not import src/workload/b.ts'],
    ['src/campaign/a.ts', '../../models/go/b.ts', 'src/campaign must not import models/go/b.ts'],
    ['src/campaign/a.ts', '../cli/b.ts', 'src/campaign must not import src/cli/b.ts'],
  ])('in %s of %s is refused', (path, target, complaint) => {
    const forms = [
      `import { b } from '${target}';`,
      `import type { B } from '${target}';`,
      `export * from '${target}';`,
      `const b = await import('${target}');`,
      `type B = import('${target}').B;`,
      `import '${target}';`,
    ];
    for (const form of forms)
      expect(about(path, `\n${form}\n`)).toEqual([`${path}:2: ${complaint}`]);
  });

  it.each([
    ['spec/a.ts', '../src/base/units.ts'],
    ['models/go/a.ts', '../os/os.ts'],
    ['src/engine/a.ts', '../../models/reference/b.ts'],
    ['src/engine/a.ts', './shrink/b.ts'],
    ['src/cli/a.ts', '../../models/go/b.ts'],
    ['src/index.ts', './engine/b.ts'],
    ['test/engine/a.ts', '../../models/go/b.ts'],
  ])('in %s of %s is allowed', (path, target) => {
    expect(about(path, `import { b } from '${target}';\n`)).toEqual([]);
  });

  it('from a report to the engine is of types alone', () => {
    const path = 'src/report/a.ts';
    expect(about(path, "import type { B } from '../engine/b.ts';\n")).toEqual([]);
    const complaint = `src/report must not import src/engine/b.ts other than by its types`;
    expect(about(path, "import { b } from '../engine/b.ts';\n")).toEqual([
      `${path}:1: ${complaint}`,
    ]);
    expect(about(path, "import { type B } from '../engine/b.ts';\n")).toHaveLength(1);
  });

  it('inside of a text is none', () => {
    expect(
      about('src/base/a.ts', 'const a = `import "../cli/b.ts";`; // from "../cli/c.ts"\n'),
    ).toEqual([]);
  });

  it('is judged only where the folder has a layer', () => {
    expect(about('src/novel/a.ts', '')).toEqual([
      'src/novel/a.ts:1: belongs to no layer of src/dev/layers.ts',
    ]);
    expect(new Set(LAYERS.map(({ path }) => path)).size).toBe(LAYERS.length);
  });
});

describe('a circle of imports', () => {
  it('is told with its files', () => {
    const sources = [
      { path: 'spec/a.ts', text: "import './b.ts';\n" },
      { path: 'spec/b.ts', text: "import { c } from './views/c.ts';\n" },
      { path: 'spec/views/c.ts', text: "import '../a.ts';\n" },
    ];
    expect(complaints(sources)).toEqual([
      'spec/a.ts:1: circle: spec/a.ts -> spec/b.ts -> spec/views/c.ts -> spec/a.ts',
    ]);
    expect(complaints(sources.slice(0, 2))).toEqual([]);
  });

  it('is broken by an import of types', () => {
    const sources = [
      { path: 'spec/a.ts', text: "import './b.ts';\n" },
      { path: 'spec/b.ts', text: "import type { A } from './a.ts';\n" },
    ];
    expect(complaints(sources)).toEqual([]);
  });
});

describe('a use of the world', () => {
  it.each([
    ['src/engine/a.ts', 'Date.now();', 'Date.now', 'the clock and unseeded randomness'],
    ['src/engine/a.ts', 'new Date();', 'new Date', 'the clock and unseeded randomness'],
    [
      'models/go/a.ts',
      'performance.now();',
      'performance.now',
      'the clock and unseeded randomness',
    ],
    ['src/workload/a.ts', 'Math.random();', 'Math.random', 'the clock and unseeded randomness'],
    ['spec/a.ts', 'globalThis.Math.random();', 'Math.random', 'the clock and unseeded randomness'],
    ['src/report/a.ts', 'console.log(1);', 'console', 'the command line and its surroundings'],
    ['src/campaign/a.ts', 'process.exit(1);', 'process', 'the command line and its surroundings'],
    ['src/trace/a.ts', 'f({ process });', 'process', 'the command line and its surroundings'],
    ['src/trace/mtrace.ts', "import 'node:fs';", 'node:fs', 'the file system'],
    ['src/engine/judge.ts', "import 'node:fs';", 'node:fs', 'the file system'],
    ['src/engine/judge.ts', "import 'fast-check';", 'fast-check', 'fast-check'],
    ['spec/a.ts', "import 'fast-check';", 'fast-check', 'fast-check'],
    [
      'src/engine/a.ts',
      "import 'node:child_process';",
      'node:child_process',
      'processes and workers',
    ],
  ])('in %s by %s is refused', (path, text, name, what) => {
    expect(about(path, text)).toContain(`${path}:1: must not use ${name}: it is ${what}`);
  });

  it.each([
    ['src/cli/a.ts', "import 'node:fs'; console.log(process.argv, Date.now());"],
    ['src/trace/load.ts', "import 'node:fs';"],
    ['src/engine/recording.ts', "import 'node:fs';"],
    ['src/engine/shrink.ts', "import 'fast-check';"],
    [
      'src/engine/a.ts',
      'const d = { process: 1, console: 2 }; d.process; new Date(0); Math.max(1);',
    ],
    ['src/engine/a.ts', 'function f(run: { now(): number }): number { return run.now(); }'],
  ])('in %s by %s is allowed', (path, text) => {
    expect(about(path, text)).toEqual([]);
  });
});

describe('a size', () => {
  const lines = (n: number): string => 'f();\n'.repeat(n);

  it('of a file is at most 600 lines', () => {
    expect(about('spec/a.ts', lines(600))).toEqual([]);
    expect(about('spec/a.ts', lines(601))).toEqual(['spec/a.ts:601: has 601 lines, at most 600']);
  });

  it.each([
    ['function a() {\n', '}'],
    ['const a = () => {\n', '};'],
    ['class A { a() {\n', '} }'],
    ["it('a', () => {\n", '});'],
  ])('of a function %j is at most 70 lines', (head, tail) => {
    expect(about('spec/a.ts', `${head}${lines(68)}${tail}\n`)).toEqual([]);
    expect(about('spec/a.ts', `\n${head}${lines(69)}${tail}\n`)).toEqual([
      'spec/a.ts:2: function of 71 lines, at most 70',
    ]);
  });

  it.each(["describe('a', () => {\n", "describe.each([1])('a', () => {\n"])(
    'of a table %j is free',
    (head) => {
      expect(about('test/a.ts', `${head}${lines(100)}});\n`)).toEqual([]);
    },
  );
});

describe('a path', () => {
  it.each(['spec/Subject.ts', 'spec/go_heap.ts', 'spec/Views/a.ts', 'spec/-a.ts', 'spec/a b.ts'])(
    '%s is refused',
    (path) => {
      expect(about(path, '')).toEqual([`${path}:1: the path is not in kebab-case`]);
    },
  );

  it.each([
    'spec/views/go-touched.ts',
    'test/engine/shrink-order.prop.test.ts',
    'src/dev/rules.mjs',
  ])('%s is allowed', (path) => {
    expect(about(path, '')).toEqual([]);
  });
});

describe('a word', () => {
  it.each([
    ['FIX', 'ME'],
    ['/wo', 'rk/'],
    ['/ro', 'ot/'],
    ['it.on', 'ly'],
    ['test.sk', 'ip('],
  ])('%s%s is refused', (head, tail) => {
    const [complaint, ...more] = about('spec/a.ts', `// one\n// ${head}${tail}\n`);
    expect(complaint).toMatch(/^spec\/a\.ts:2: contains /);
    expect(more).toEqual([]);
  });
});
