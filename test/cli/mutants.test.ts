// Goal: `allocheck mutants` lists the mutants, and --run tells a catch from a miss, a crash and a program that does not
// end. Method: the compiled program, in which the trials run in threads, on mutants of the pool of the examples.
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { escapeMutants } from '../../models/escape-mutants/index.ts';
import { mutants } from '../../models/mutants/index.ts';
import { processMutants } from '../../models/mutants/process/index.ts';
import { build, start } from './built.ts';
import type { Ended } from './built.ts';
import { schemaFaults } from './schemas.ts';
import { cli, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const project = join(folder, 'own-allocator');
let main: string;

/** Mutants of the pool beside its own, by what becomes of them. */
const MORE = {
  missed: ['this.#taken.delete(addr)', 'this.#taken.delete(addr + 0)'],
  hangs: ['this.#taken.add(addr);', 'for (;;) addr + 1;'],
  crashes: ['const addr = this.#free.pop();', "throw new TypeError('out of luck');"],
};

beforeAll(() => {
  main = build(folder);
  // What mutants of our models are made from.
  for (const name of ['models', 'spec', 'src']) symlinkSync(resolve(name), join(folder, name));
  cpSync('examples/own-allocator', project, { recursive: true });
  const text = readFileSync(join(project, 'freed-cell-lost.ts'), 'utf8');
  const names = Object.entries(MORE).map(([name, [find = '', replace = '']]) => {
    const mutant = text
      .replace('export const freedCellLost', `export const ${name}`)
      .replace('pool/freed-cell-lost', `pool/${name}`)
      .replace("find: 'this.#free.push(addr);'", `find: ${JSON.stringify(find)}`)
      .replace("replace: ''", `replace: ${JSON.stringify(replace)}`);
    writeFileSync(join(project, `${name}.ts`), mutant);
    return name;
  });
  const config = readFileSync(join(project, 'allocheck.config.ts'), 'utf8');
  const imports = names.map((name) => `import { ${name} } from './${name}.ts';\n`);
  const more = config.replace('freedCellLost]', `freedCellLost, ${names.join(', ')}]`);
  writeFileSync(join(project, 'allocheck.config.ts'), imports.join('') + more);
});

function run(args: readonly string[]): Promise<Ended> {
  return start(process.execPath, [main, 'mutants', ...args], { cwd: project }).ended;
}

describe('the list of mutants', () => {
  it('has all of them, with their stories', async () => {
    const { code, out } = await cli(['mutants']);

    expect(code).toBe(0);
    const all = [...mutants, ...processMutants, ...escapeMutants];
    for (const { id } of all) expect(out).toMatch(new RegExp(`^${id} +`, 'm'));
    for (const { story } of all) expect(out).toContain(`  ${story}\n`);
    expect(out).toContain(`\n${all.length} mutants; `);
  });

  it('has those that are asked for, as JSON', async () => {
    const { out } = await cli(['mutants', 'go/born-*', '--json']);

    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      mutants: [{ id: 'go/born-white', quirkOf: null, withinRuns: expect.any(Number) }],
    });
  });

  it('says what there is instead of what there is not', async () => {
    expect(await cli(['mutants', 'go/born-whit'])).toEqual({
      code: 2,
      out: '',
      err: 'allocheck: no mutant fits go/born-whit (did you mean go/born-white?)\nlist them: allocheck mutants\n',
    });
    expect(await cli(['mutants', 'escape/appended-lots'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('(did you mean escape/appended-lost?)\n') as string,
    });
  });
});

describe('a run of mutants', () => {
  it('says that each was caught, and by what', async () => {
    const { code, out } = await run(['pool/freed*', '--run', '--seeds', '3']);

    expect(code).toBe(0);
    expect(out).toMatch(/^pool\/freed-cell-lost +3 of 3 .* 2 +pool\/cell-free-or-taken$/m);
    expect(out).toContain('\n1 mutant caught from 3 seeds\n');
    expect(out).toMatch(/\n3 trials, \d+ programs, .* on \d+ workers?\n$/);
  });

  it('tries those of a process and of escape analysis too', async () => {
    const ids = ['process/stack-never-grows', 'escape/started-kept-in-frame'];
    const { code, out } = await run([...ids, '--run', '--seeds', '2', '--json']);
    const json = JSON.parse(out) as { mutants: readonly { id: string }[] };

    expect(code).toBe(0);
    expect(json.mutants.map(({ id }) => id)).toEqual(ids);
    expect(json).toMatchObject({
      mutants: [
        {
          ok: true,
          trials: [{ shrunk: { program: expect.stringMatching(/^allocheck process 1/) } }, {}],
        },
        { ok: true, trials: [{ shrunk: { program: expect.stringMatching(/^package main/) } }, {}] },
      ],
      idle: null,
    });
    expect(schemaFaults('mutants', json)).toEqual([]);
  });

  it('takes neither a crash nor an endless loop nor a miss for a catch', async () => {
    const args = ['pool/*', '--run', '--seeds', '1', '--hang', '3s', '--json'];
    const { code, out } = await run(args);

    const { mutants: rows } = JSON.parse(out) as {
      mutants: readonly { id: string; ok: boolean; trials: readonly { verdict: string }[] }[];
    };
    expect(code).toBe(1);
    expect(rows.map(({ id, ok, trials }) => [id, ok, trials[0]?.verdict])).toEqual([
      ['pool/freed-cell-lost', true, 'caught'],
      ['pool/missed', false, 'missed'],
      ['pool/hangs', false, 'hang'],
      ['pool/crashes', false, 'crash'],
    ]);
    expect(schemaFaults('mutants', JSON.parse(out))).toEqual([]);
  });

  it('judges by the invariants that are asked for', async () => {
    const args = ['pool/freed*', '--run', '--seeds', '1', '--invariants', 'client/*'];
    const { code, out } = await run(args);

    expect(code).toBe(1);
    expect(out).toContain('not as it should be: pool/freed-cell-lost');
    expect(out).toContain('seed 1 missed');
  });

  it('ends at Ctrl-C with what is known', async () => {
    // The second time that the config is read is by a worker.
    const read = join(project, 'read');
    const text = `
      import { appendFileSync } from 'node:fs';
      import config from './allocheck.config.ts';
      appendFileSync('${read}', '.');
      export default config;`;
    writeFileSync(join(project, 'slow.config.ts'), text);
    const flags = ['--run', '--seeds', '1', '--hang', '60s', '--config', 'slow.config.ts'];
    const args = [main, 'mutants', 'pool/*', ...flags];
    const { child, ended } = start(process.execPath, args, { cwd: project });
    const times = (): number => (existsSync(read) ? readFileSync(read).length : 0);
    // oxlint-disable-next-line no-await-in-loop -- there is nothing else to wait for
    while (times() < 2 && child.exitCode === null) await setTimeout(20);
    child.kill('SIGINT');
    const { code, out, err } = await ended;

    expect({ code, err }).toEqual({ code: 130, err: '' });
    expect(out).toMatch(/^mutant .*\n(pool\/.*\n)*\n[^]*interrupted: the others were not tried\n$/);
  });
});
