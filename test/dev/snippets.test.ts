// Goal: what the pages tell a reader to follow, type or paste is true: links, command lines, programs, numbers, code.
// Method: each check is run over all pages, and over small ones on which it must complain. Code that another test runs is left to it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { escapeMutants } from '../../models/escape-mutants/index.ts';
import { mutants } from '../../models/mutants/index.ts';
import { processMutants } from '../../models/mutants/process/index.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import { escapeCatalogue } from '../../spec/escape/index.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { processCatalogue } from '../../spec/invariants/process/index.ts';
import { stepMarks } from '../../spec/marks/gc.ts';
import { relations } from '../../spec/relations/index.ts';
import { commandLine } from '../../src/cli/program.ts';
import { SILENT } from '../../src/cli/terminal.ts';
import {
  anchorsOf,
  blocksOf,
  commandComplaints,
  complaintsAbout,
  countComplaints,
  flagComplaints,
  idComplaints,
  linkComplaints,
  pathComplaints,
  programComplaints,
  programsOf,
  scriptComplaints,
  wordsOf,
} from '../../src/dev/snippets.ts';
import type { Counted, House, Prose } from '../../src/dev/snippets.ts';
import { cli, fileOf, temporaryFolder } from '../cli/support.ts';

/** Pages whose numbers are of their own allocator, and are compared with what is printed by test/dev/tutorial.test.ts. */
const COUNT_THEIR_OWN = ['docs/tutorial.md', 'docs/ci.md'];

/** Pages that are made from what they speak of, or that tell of earlier versions: their links are followed, and no more. */
const LINKS_ALONE = [
  'docs/invariants.md',
  'docs/process-invariants.md',
  'docs/escape-invariants.md',
  'docs/mutants.md',
  'docs/cli.md',
  'CHANGELOG.md',
];

const pages = [
  'README.md',
  'FINDINGS.md',
  'CHANGELOG.md',
  'examples/traces/README.md',
  ...readdirSync('docs')
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
].map((path): Prose => ({ path, text: readFileSync(path, 'utf8') }));

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

const anchors = new Map(pages.map(({ path, text }) => [path, anchorsOf(text)]));

const marks = [...stepMarks, ...(goSubject.marks ?? [])];

/** As in `256 *mutants*`. */
function counted(things: string, count: number): Counted {
  return { things, said: new RegExp(String.raw`\b([\d,]*\d) \*?${things}\b`, 'g'), count };
}

const house: House = {
  anchorsIn(path) {
    const page = anchors.get(path);
    return page ?? (existsSync(path) ? new Set() : undefined);
  },
  commandLine: () => commandLine({ terminal: SILENT, args: [], exit: () => undefined }),
  ids: new Set(
    [
      ...catalogue,
      ...processCatalogue,
      ...escapeCatalogue,
      ...relations,
      ...mutants,
      ...processMutants,
      ...escapeMutants,
      ...marks,
    ].map(({ id }) => id),
  ),
  foreign: new Set([
    'go/my-rule',
    'go/scan-alloc-in-whole-words',
    'go/scan-alloc-counts-request',
    'spec/invariants/go/scan-alloc-in-whole-words.ts',
    'models/mutants/go/scan-alloc-counts-request.ts',
    '--exportRuntime',
    '--force',
    '--log-file',
    '--raw',
    '--sequence.seed',
    '--trace-children',
    '--use',
  ]),
  scripts: new Set(Object.keys(scripts)),
  counts: [
    counted('invariants', catalogue.length),
    counted('mutants', mutants.filter((mutant) => !isEquivalent(mutant)).length),
    counted('relations', relations.length),
    counted('marks', marks.length),
    { things: 'marks', said: /\bmarks: [\d,]+ of ([\d,]+) reached/g, count: marks.length },
    { things: 'marks', said: /Go's allocator has ([\d,]+)/g, count: marks.length },
  ],
};

describe('the pages', () => {
  it.each(pages.map((page) => [page.path, page] as const))('%s', (_, page) => {
    const check = LINKS_ALONE.includes(page.path) ? linkComplaints : complaintsAbout;
    const counts = COUNT_THEIR_OWN.includes(page.path) ? [] : house.counts;
    expect(check(page, { ...house, counts })).toEqual([]);
  });
});

/** Pages whose code is run, each by a test of its own. */
const RUN_BY: Readonly<Record<string, string>> = {
  'docs/own-allocator.md': 'test/dev/own-allocator.test.ts',
  'docs/vitest.md': 'test/package/package.test.ts',
  'docs/add-an-invariant.md': 'test/dev/guide.test.ts',
  'docs/ci.md': 'test/dev/tutorial.test.ts',
};

it('what is made up, or of others, is on some page', () => {
  for (const it of house.foreign) expect(pages.some(({ text }) => text.includes(it))).toBe(true);
});

describe('the code of the pages', () => {
  const folder = temporaryFolder();

  it('is run by the test that is said to run it', () => {
    for (const [page, test] of Object.entries(RUN_BY))
      expect(readFileSync(test, 'utf8')).toContain(page);
  });

  it('has types that fit, where no test checks them, and a file that has not is told', async () => {
    const names = pages.flatMap((page) => writeCode(page, folder));
    expect(names).toEqual(expect.arrayContaining(['README/0.ts', 'tutorial/one-line.ts']));
    const profile = join(folder, 'traces/server.profile.json');
    await cli(['profile', 'learn', 'examples/traces/ls.mtrace', '--out', profile]);
    for (const file of ['pool.ts', 'bump-pool.ts'])
      copyFileSync(`examples/vitest-project/${file}`, join(folder, 'README', file));
    const pool = `export class MyPool {
  readonly #buffer: ArrayBuffer;
  constructor(buffer: ArrayBuffer) {
    this.#buffer = buffer;
  }
  take(size: number): number {
    return this.#buffer.byteLength - size;
  }
  give(): void {}
}
`;
    fileOf(folder, 'README/my-pool.ts', pool);
    fileOf(
      folder,
      'wrong.ts',
      "import { defineConfig } from 'allocheck';\ndefineConfig({ subjects: 1 });\n",
    );
    expect(typeErrors(folder)).toMatch(/^wrong\.ts\(2,16\): error TS2322: [^\n]*\n$/);
  });
});

/** Writes the code of a page that no test runs into a folder of its own: the names of these files. */
function writeCode(page: Prose, folder: string): readonly string[] {
  const blocks = blocksOf(page).filter(({ info }) => /^ts\b/.test(info));
  if (RUN_BY[page.path] !== undefined || blocks.length === 0) return [];
  const { name } = parse(page.path);
  mkdirSync(join(folder, name));
  return blocks.map(({ info, text }, i) => {
    const file = `${name}/${info.split(' ')[1] ?? `${i}.ts`}`;
    fileOf(folder, file, text);
    return file;
  });
}

/** What the compiler says of a folder, by the settings of the sources and for whoever installed the package. */
function typeErrors(folder: string): string {
  const config = {
    extends: resolve('tsconfig.json'),
    compilerOptions: {
      typeRoots: [resolve('node_modules/@types')],
      resolveJsonModule: true,
      noUnusedLocals: false,
      paths: {
        allocheck: [resolve('src/index.ts')],
        'allocheck/*': [resolve('src/*/index.ts'), resolve('*')],
      },
    },
    include: [`${folder}/**/*.ts`],
  };
  fileOf(folder, 'package.json', '{ "type": "module" }');
  const tsc = resolve('node_modules/@typescript/native/bin/tsc');
  const project = fileOf(folder, 'tsconfig.json', JSON.stringify(config));
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', project, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout;
}

/** A house with two pages, two commands and little else. */
const small: House = {
  anchorsIn: (path) => {
    if (path === 'docs/a.md')
      return anchorsOf('# One, `two`: three_four\n\n<a id="go/five"></a>\n');
    return path === 'src' ? new Set() : undefined;
  },
  ids: new Set(['go/one-rule', 'gc/two-rules']),
  foreign: new Set(['go/no-rule', 'src/none.ts', '--else']),
  commandLine: house.commandLine,
  scripts: new Set(['docs', 'bench:engine']),
  counts: [counted('marks', 1100)],
};

/** What the check says of a page, in docs, with that text. */
function about(
  check: (page: Prose, house: House) => readonly string[],
  text: string,
): readonly string[] {
  return check({ path: 'docs/page.md', text }, small).map((complaint) =>
    complaint.replace('docs/page.md:', ''),
  );
}

describe('a link', () => {
  it.each([
    '[a](a.md)',
    '[a](a.md#one-two-three_four)',
    '[a](a.md#go/five)',
    '[a](../src) and [b](https://example.org/x.md)',
    'code: `[a](b.md)`',
    '```\n[a](b.md)\n```',
  ])('may be %j', (text) => {
    expect(about(linkComplaints, text)).toEqual([]);
  });

  it.each([
    ['one\n[a](b.md)', '2: there is no docs/b.md'],
    ['[a](b.md#one)', '1: there is no docs/b.md'],
    ['```\ncode\n```\n[a](a.md#one)', '4: docs/a.md has no #one'],
    ['[a](#one)', '1: there is no docs/page.md'],
    ['[![a](../pic.svg)](a.md)', '1: there is no pic.svg'],
    ['[a](../src#one)', '1: src has no #one'],
    ['[a](htps://example.org)', '1: htps://example.org is no address of the web'],
    ['[a](http://example.org/x)', '1: http://example.org/x is no address of the web'],
    ['[a](https://example)', '1: https://example is no address of the web'],
    ['[a](https://)', '1: https:// is no address of the web'],
  ])('must not be %j', (text, complaint) => {
    expect(about(linkComplaints, text)).toEqual([complaint]);
  });
});

describe('a file', () => {
  it('that is named is there, or made up', () => {
    expect(about(pathComplaints, '`src`, `src/none.ts`, `src/` and src/other.ts')).toEqual([]);
    expect(about(pathComplaints, 'see\n`src/other.ts`')).toEqual(['2: there is no src/other.ts']);
  });
});

describe('an id', () => {
  it('is one of something, or made up', () => {
    const text =
      "`go/one-rule`, go/no-rule, 'go/one*', gc/*, os/three, models/go/five and go/five.ts";
    expect(about(idComplaints, text)).toEqual([]);
  });

  it.each(['go/one-rul', 'gc/one-rule', 'go/two*', 'go/one-rules'])('is not %s', (id) => {
    expect(about(idComplaints, `(\n${id}, `)).toEqual([`2: nothing is called ${id}`]);
  });
});

describe('a command line', () => {
  it.each([
    '    npx allocheck run --seed 1 --invariants "client/*"  # and so on',
    "`npx allocheck invariants 'go/sweep*'`, or more",
    'npx allocheck replay allocheck-out/…      does it still break?',
    '`allocheck run --runs N`',
    '`allocheck emit FILE`',
    '`allocheck --help`',
    'npx allocheck run && npx allocheck verify',
    'npx allocheck conform …',
  ])('may be %j', (text) => {
    expect(about(commandComplaints, text)).toEqual([]);
  });

  it.each([
    [
      '\nnpx allocheck rum',
      "2: allocheck rum: allocheck: unknown command 'rum'\n(Did you mean run?)",
    ],
    [
      'npx allocheck explain',
      "1: allocheck explain: allocheck: missing required argument 'id|file'",
    ],
    ['`allocheck init --dry`', "1: allocheck init --dry: allocheck: unknown option '--dry'"],
    [
      'npx allocheck verify && npx allocheck run --runs 0',
      "1: allocheck run --runs 0: allocheck: option '--runs <n>' argument '0' is invalid. expected a whole number from 1",
    ],
    [
      'npx allocheck profile lern a.mtrace',
      "1: allocheck profile lern a.mtrace: allocheck: unknown command 'lern'\n(Did you mean learn?)",
    ],
    [
      'npx allocheck explore go go',
      "1: allocheck explore go go: allocheck: too many arguments for 'explore'. Expected 1 argument but got 2.",
    ],
    [
      '`allocheck emit a.allocheck --as rust`',
      "1: allocheck emit a.allocheck --as rust: allocheck: option '--as <form>' argument 'rust' is invalid. Allowed choices are vitest, c.",
    ],
  ])('must not be %j', (text, complaint) => {
    expect(about(commandComplaints, text)).toEqual([complaint]);
  });

  it('ends where a remark begins, or another command', () => {
    expect(wordsOf(`run 'a b' "c d" e  remark`)).toEqual(['run', 'a b', 'c d', 'e']);
    expect(wordsOf('run go; echo')).toEqual(['run', 'go']);
    for (const end of ['# why', '&& echo', '| head', '|| true', '; echo', '> file'])
      expect(wordsOf(`run go ${end}`)).toEqual(['run', 'go']);
  });
});

describe('a flag', () => {
  it('that is named is one of some command, or of another tool', () => {
    expect(about(flagComplaints, '`--runs N`, `--else`, `--wasm FILE`; --what')).toEqual([]);
    expect(about(flagComplaints, '\n`--run-s 1`')).toEqual(['2: no command has --run-s']);
  });
});

describe('a script', () => {
  it('is one of package.json', () => {
    const text = 'npm run docs -- --check, `npm run bench:engine`\nnpm run bench';
    expect(about(scriptComplaints, text)).toEqual(['2: there is no script bench']);
  });
});

describe('a program', () => {
  const text = `
\`\`\`
written:

    allocheck 1
    heap go
    a = malloc 8  # <- here

    free b
and so on
\`\`\`

\`\`\`
a = malloc 8
fre a
\`\`\`

\`\`\`ts
const program = \`
  allocheck 1
  heap go
  a = malloc eight
\`;
\`\`\`
`;

  it('is found in whatever is around it, or alone', () => {
    expect(programsOf({ path: 'a.md', text })).toEqual([
      { line: 5, text: 'allocheck 1\nheap go\na = malloc 8  # <- here\n\nfree b\n' },
      { line: 20, text: 'allocheck 1\nheap go\na = malloc eight\n' },
      { line: 12, text: 'allocheck 1\nheap any\na = malloc 8\nfre a\n' },
    ]);
  });

  it('can be read, or it is said where not', () => {
    expect(about(programComplaints, text).map((complaint) => complaint.split('\n')[0])).toEqual([
      '22: expected a size, found eight',
      '15: unknown command fre (did you mean free?)',
    ]);
  });
});

describe('a number', () => {
  it('of things is how many there are', () => {
    const text = '1,100 marks\nand 1,101 *marks*\n1 mark';
    expect(about(countComplaints, text)).toEqual(['2: 1,101 marks: there are 1100']);
  });
});
