/**
 * The suite of `npm run mutation`: test/mutation, and what is fast of the models' own tests, as one file.
 *
 * Each mutant runs in a worker of its own, which would spend most of its time on loading four hundred modules. So they
 * are bundled first. See docs/mutation-survivors.md.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { defineConfig } from 'vitest/config';

const SUITE = 'reports/suite/suite.mjs';
/** What Vitest takes for the test: it leaves the loading of the other one to Node, which is faster. */
const ENTRY = 'reports/suite/entry.mjs';

/**
 * Node keeps a module that it has loaded, for all mutants of a worker. What runs only while it is loaded, tables above all,
 * has to be loaded anew where it is mutated; and where that fails a test has to, since Stryker counts tests alone.
 */
const LOADING = `import { inject, test } from 'vitest';
const mutant = inject('mutantActivation') === 'static' ? inject('activeMutant') : '';
try {
  await import(/* @vite-ignore */ new URL(\`suite.mjs?\${mutant}\`, import.meta.url).href);
} catch (error) {
  test('can be loaded', () => {
    throw error;
  });
}
`;

/** Tests of the models that look at their sources, and those of each of these that wait until the others are through. */
const LEFT_OUT = /\.(?:quality|prop|golden)\.test\.ts$/;
const SLOW = ['test/models/go/checkmark.test.ts', 'test/models/go/page-alloc.test.ts'];

/** The first failure ends a mutant's run, so what takes least comes first. */
const files = [
  ...[...testsIn('test/models/go'), ...testsIn('test/models/runtime')].filter(
    (path) => !SLOW.includes(path),
  ),
  'test/mutation/unheard.test.ts',
  'test/mutation/known-programs.test.ts',
  'test/mutation/drawn-programs.test.ts',
  ...SLOW,
  'test/mutation/recordings.test.ts',
];

function testsIn(folder: string): readonly string[] {
  const names = readdirSync(folder).filter(
    (name) => name.endsWith('.test.ts') && !LEFT_OUT.test(name),
  );
  return names.toSorted().map((name) => join(folder, name));
}

const HOME = pathToFileURL(resolve('test/mutation/suite.mjs')).href;

/** Name of a module that imports them all, and is no file. */
const ALL = 'all';

async function bundled(): Promise<string> {
  const bundle = await rolldown({
    input: ALL,
    platform: 'node',
    external: (id) => id !== ALL && !/^[./]/.test(id),
    treeshake: false,
    // Those that read files are all in test/mutation.
    transform: { define: { 'import.meta.url': JSON.stringify(HOME) } },
    plugins: [
      {
        name: ALL,
        resolveId: (id) => (id === ALL ? id : undefined),
        load: (id) => (id === ALL ? imports() : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm' });
  return output[0].code;
}

function imports(): string {
  return files.map((path) => `import ${JSON.stringify(resolve(path))};`).join('\n');
}

// A process of Stryker finds what another one made: they share a copy of the repository, which is never older.
if (process.env['STRYKER_MUTATOR_WORKER'] === undefined || !existsSync(SUITE)) {
  mkdirSync(dirname(SUITE), { recursive: true });
  const own = `${SUITE}.${process.pid}`;
  writeFileSync(own, await bundled());
  renameSync(own, SUITE);
  writeFileSync(ENTRY, LOADING);
}

export default defineConfig({
  test: {
    include: [ENTRY],
    testTimeout: 120_000,
    server: { deps: { external: [/reports\/suite\/suite/] } },
  },
});
