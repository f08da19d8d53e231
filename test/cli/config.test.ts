// Goal: a config is loaded whatever TypeScript it holds, and whatever is wrong with it is told with its place.
import { describe, expect, it } from 'vitest';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';

const folder = temporaryFolder();

/** Each gets a file of its own: modules are loaded once. */
let files = 0;

/** The error of a config with this text; `FILE` stands for its path. */
async function problemOf(text: string): Promise<string> {
  files += 1;
  const file = fileOf(folder, `wrong-${files}.config.ts`, text);
  const { code, out, err } = await cli(['subjects', '--config', file]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  return err.replaceAll(file, 'FILE').replace(/^allocheck: /, '');
}

describe('a config', () => {
  it('adds subjects, invariants and profiles to ours', async () => {
    const extra = `
      invariants: [{ ...catalogue[0]!, id: 'acme/as-ours' }],
      profiles: [{ ...PROFILES[0]!, id: 'acme' }],`;
    const text = `
      import { PROFILES, catalogue, defineConfig, goSubject } from 'allocheck';
      enum Id { Mine = 'mine' }
      await Promise.resolve();
      export default defineConfig({ subjects: [{ ...goSubject, id: Id.Mine }], ${extra} });`;
    const config = fileOf(folder, 'right.config.ts', text);
    const list = async (what: string): Promise<string> =>
      (await cli([what, '--config', config])).out;
    expect(await list('subjects')).toMatch(
      /^go .*\ngo-stacks .*\nmalloc .*\ntcmalloc .*\ngo-classic .*\nmine .*\n$/,
    );
    expect(await list('invariants')).toContain('\nacme/as-ours ');
    expect(await list('profiles')).toMatch(/\nacme /);
  });

  it('sets the defaults of run', async () => {
    const config = poolConfig(folder, "run: { runs: 3, seed: 9, invariants: ['client/keeps-*'] }");
    const { code, out } = await cli(['run', 'good', '--config', config]);
    expect(code).toBe(0);
    expect(out).toContain('  3 programs, ');
    expect(out).toContain('seed 9\n');
  });

  it('makes its subjects the ones that are run', async () => {
    const config = poolConfig(folder, "run: { runs: 1, invariants: ['client/keeps-running'] }");
    const { out } = await cli(['run', '--config', config]);
    expect(out).toMatch(/^good \(.*\noverlap \(.*\ncrash \(/s);
  });
});

describe('a wrong config', () => {
  const MUTANT = `id: 'my/fault', story: 'x', sources: [{ text: 'x' }], patch: { file: 'a.ts', find: 'a', replace: '' }`;
  const shown = (caughtBy: string): string =>
    `export default { mutants: [{ ${MUTANT}, caughtBy: ['${caughtBy}'], withinRuns: 1, shortest: { lines: ['gc'] } }] };`;

  it('has a mutant without what it must say', async () => {
    expect(
      await problemOf(
        `export default { mutants: [{ ${MUTANT}, subject: { file: './a.ts', name: 'a' } }] };`,
      ),
    ).toBe("FILE: mutants[0].subject.file: expected new URL('./my-pool.ts', import.meta.url)\n");
    expect(await problemOf(`export default { mutants: [{ ${MUTANT} }] };`)).toBe(
      'FILE: mutants[0]: expected caughtBy, withinRuns and shortest; or equivalent, for one that nobody can notice\n',
    );
    expect(
      await problemOf(
        "export default { mutants: [{ id: 'my/fault', story: 'x', sources: [], patch: 3 }] };",
      ),
    ).toBe(
      'FILE: mutants[0].sources: too small: expected array to have >=1 items\n' +
        'mutants[0].patch: expected an edit, { file, find, replace }, or several\n',
    );
  });

  it('has a mutant that is caught by what is no invariant', async () => {
    expect(await problemOf(shown('client/block-alined'))).toBe(
      'the mutant my/fault is caught by client/block-alined, which is no invariant (did you mean client/block-aligned?)\n' +
        'list them: allocheck invariants\n',
    );
  });

  it('has a mutant with an id of ours', async () => {
    expect(
      await problemOf(shown('client/block-aligned').replace('my/fault', 'go/born-white')),
    ).toBe('the config has another mutant go/born-white\ngive it an id of its own\n');
  });

  it('has a key that is none', async () => {
    expect(await problemOf('export default { subjcts: [] };')).toBe(
      'FILE: subjcts: unknown key (did you mean subjects?)\n' +
        'use one of: subjects, invariants, relations, mutants, profiles, run\n',
    );
    expect(await problemOf('export default { run: { rums: 3 } };')).toBe(
      'FILE: run.rums: unknown key (did you mean runs?)\n' +
        'use one of: runs, time, maxFindings, seed, commands, profile, invariants, out, corpus, reports\n',
    );
  });

  it('has values of other types', async () => {
    const subject =
      "{ id: 'a b', title: 'x', offers: ['no'], geometries: [], edges: [], create: 1, marks: [{}] }";
    expect(await problemOf(`export default { subjects: [${subject}], run: { runs: 'x' } };`)).toBe(
      'FILE: subjects[0].id: expected a word that starts with a letter, such as my-pool\n' +
        'subjects[0].offers[0]: expected client, gc, os, go, runtime, tcmalloc, classic, or a level of your own such as own/my-pool\n' +
        'subjects[0].geometries: too small: expected array to have >=1 items\n' +
        'subjects[0].marks[0].id: expected string, received undefined\n' +
        'subjects[0].marks[0].when: expected string, received undefined\n' +
        'subjects[0].marks[0].source: expected object, received undefined\n' +
        'subjects[0].create: expected a function\n' +
        'run.runs: expected number, received string\n',
    );
    expect(await problemOf('export default 3;')).toBe(
      'FILE: the default export: expected object, received number\n',
    );
  });

  /** A config whose invariant is that the one number of a state is even, and whose relation that two runs have as many notes. */
  const judging = (holds: string, violates: string, disagrees: string): string => `
    const words = { holds: 'x', because: 'x', sources: [{ text: 'x' }] };
    const even = {
      ...words, id: 'my/even', when: 'always', cost: 'O(1)',
      every: { every: 'number', level: 'client', all: (view) => view.numbers.slice(0, 1), touched: (view) => view.numbers },
      check: (n) => n % 2 === 0 ? undefined : { at: 'n', expected: 'even', actual: String(n) },
      examples: { holds: [${holds}], violates: [${violates}] },
    };
    const same = {
      ...words, id: 'my/same', needs: [], rewrite: () => undefined,
      agree: (a, b) => a.length === b.length ? undefined : { step: 0, at: 'it', expected: '1', actual: '2' },
      examples: { agrees: [{ first: [1], second: [2] }], disagrees: [${disagrees}] },
    };
    export default { invariants: [even], relations: [same] };`;

  it('has an example that its own invariant, or relation, contradicts', async () => {
    expect(
      await problemOf(
        judging(
          '{ numbers: [2] }, { numbers: [3] }, { numbers: [2, 5] }, {}',
          '{ numbers: [3] }, { numbers: [4] }',
          '{ first: [1], second: [1, 2] }, { first: [], second: [] }',
        ),
      ),
    ).toBe(
      'FILE: invariants[0].examples.holds[1]: my/even should hold here, and finds at n: expected even, found 3\n' +
        'invariants[0].examples.holds[2]: my/even should hold here, and finds at n: expected even, found 5\n' +
        "invariants[0].examples.holds[3]: cannot be judged: Cannot read properties of undefined (reading 'slice')\n" +
        'invariants[0].examples.violates[1]: my/even should be broken here, and finds nothing\n' +
        'relations[0].examples.disagrees[1]: my/same should be broken here, and finds nothing\n',
    );
  });

  it('has none where all examples are right', async () => {
    const text = judging('{ numbers: [2] }', '{ numbers: [3] }', '{ first: [1], second: [] }');
    const config = fileOf(folder, 'examples.config.ts', text);
    expect(await cli(['subjects', '--config', config])).toMatchObject({ code: 0, err: '' });
  });

  it('exports nothing by default', async () => {
    expect(await problemOf('const a = 1;')).toContain('FILE: has no default export\n');
  });

  it('throws, in a line', async () => {
    const text =
      'const x: number = 1;\nfunction f(): never {\n  throw new Error(`no ${x}`);\n}\nf();\n';
    expect(await problemOf(text)).toBe('FILE:3:9: no 1\n');
  });

  it('throws what is no error', async () => {
    expect(await problemOf("throw 'x';")).toBe('FILE: threw x\n');
  });

  it('is no TypeScript, in a line', async () => {
    expect(await problemOf('export default {\n  a: 1,\n  b: = 2\n};\n')).toMatch(/^FILE:3:5: /);
  });

  it('imports what is not there', async () => {
    const text = "import x from './missing.ts';\nexport default { subjects: [x] };\n";
    expect(await problemOf(text)).toBe("FILE:1:1: Cannot find module './missing.ts'\n");
  });

  it('takes an id of ours', async () => {
    const text =
      "import { goSubject } from 'allocheck';\nexport default { subjects: [goSubject] };\n";
    expect(await problemOf(text)).toBe(
      'the config has another subject go\ngive it an id of its own\n',
    );
  });

  it('is not there', async () => {
    const { code, err } = await cli(['run', '--config', 'absent.config.ts']);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'allocheck: there is no config absent.config.ts\n',
    });
  });

  it('has a subject that cannot be made', async () => {
    const create = "create: () => { throw new Error('no license'); }";
    const text = `import { goSubject } from 'allocheck';
      export default { subjects: [{ ...goSubject, id: 'mine', ${create} }] };`;
    const config = fileOf(folder, 'unmade.config.ts', text);
    const { code, err } = await cli(['run', '--config', config]);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'allocheck: the subject mine cannot be made: no license\n',
    });
  });
});
