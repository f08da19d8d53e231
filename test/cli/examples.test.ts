// Goal: the example of an own allocator works as its header says, and finds what the header tells to try. Method: it is
// copied to a folder where the package is installed from the tarball that would be published, as in a user's project. What
// is emitted there for vitest is run by vitest, and checked by the compiler.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { install } from '../package/installed.ts';
import { start } from './built.ts';
import type { Ended } from './built.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const project = join(folder, 'project');
const installed = join(project, 'node_modules/allocheck');

beforeAll(() => {
  install(folder);
  cpSync('examples/own-allocator', project, { recursive: true });
});

/** Calls the installed program in the project. */
function allocheck(...args: readonly string[]): Promise<Ended> {
  const main = join(installed, 'dist/src/cli/main.js');
  return start(process.execPath, [main, ...args], { cwd: project }).ended;
}

function run(...more: readonly string[]): Promise<Ended> {
  return allocheck('run', '--seed', '1', '--runs', '200', ...more);
}

describe('the own allocator of the examples', () => {
  it('keeps every invariant that it can be judged by, its own too', async () => {
    const { code, out } = await run('--verbose');
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}all \d+ invariants and \d+ relations held$/m);
    expect(out).toMatch(/^ +[1-9][\d,]+ .*\[pool\/cell-free-or-taken\]$/m);
  });

  it('is found out when it frees a cell twice', async () => {
    const file = join(project, 'pool.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('free.push(addr);', 'free.push(addr, addr);'));
    const inside = await run();
    const outside = await run('--invariants', 'client/*');
    writeFileSync(file, text);
    expect([inside.code, outside.code]).toEqual([1, 1]);
    expect(inside.out).toContain('broken: pool/cell-free-or-taken\n');
    expect(inside.out).toMatch(/at step 1 of 2 commands/);
    expect(outside.out).toContain('client/live-blocks-disjoint');
    expect(outside.out).toMatch(/at step 3 of 4 commands/);
  });

  it('has the schemas of its JSON at hand', async () => {
    const script = "console.log(require('allocheck/schema/run.schema.json').title)";
    const { code, out } = await start(process.execPath, ['-e', script], { cwd: project }).ended;
    expect({ code, out }).toEqual({ code: 0, out: 'allocheck run --json, version 1\n' });
  });

  it.each(['pool/freed-cell-lost', 'go/born-white'])(
    'runs mutants from the sources that are in the package: %s',
    async (id) => {
      const { code, out } = await allocheck('explain', id);
      expect({ code, isShown: out.includes(`\n  ${id} breaks `) }).toEqual({
        code: 0,
        isShown: true,
      });
      expect(out).toMatch(/ # <- here\n/);
      expect(out).toMatch(/\n {2}after it:\n/);
    },
  );

  it('has a mutant that its own invariant catches', async () => {
    const { code, out } = await allocheck('mutants', 'pool/*', '--run', '--seeds', '3');
    expect(code).toBe(0);
    expect(out).toMatch(/^pool\/freed-cell-lost +3 of 3 .* 2 +pool\/cell-free-or-taken$/m);
  });

  it('has a mutant that none of our invariants sees', async () => {
    const { code, out } = await allocheck(
      'mutants',
      'pool/*',
      '--run',
      '--seeds',
      '1',
      '--invariants',
      'client/*',
    );
    expect(code).toBe(1);
    expect(out).toMatch(/^pool\/freed-cell-lost +0 of 1 /m);
  });
});

describe('a test that is emitted', () => {
  /** Runs a test of the project by vitest. */
  function vitest(file: string): Promise<Ended> {
    const program = resolve('node_modules/vitest/vitest.mjs');
    const options = { cwd: project, env: { NO_COLOR: '1' } };
    return start(process.execPath, [program, 'run', file], options).ended;
  }

  it('fails while the bug is there, and passes when it is mended', async () => {
    const file = join(project, 'pool.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('free.push(addr);', 'free.push(addr, addr);'));
    const found = await run();
    const [, recording = ''] = /written to (.*)\n/.exec(found.out) ?? [];
    const emitted = 'tests/twice.test.ts';
    const { code } = await allocheck('emit', recording, '--as', 'vitest', '--out', emitted);
    expect(code).toBe(0);
    const broken = await vitest(emitted);
    writeFileSync(file, text);
    const mended = await vitest(emitted);
    expect({ broken: broken.code, mended: mended.code }).toEqual({ broken: 1, mended: 0 });
    expect(broken.out).toContain('× keeps pool/cell-free-or-taken: a cell is either taken or');
    expect(broken.err).toMatch(/\+ +"invariant": "pool\/cell-free-or-taken"/);
    expect(mended.out).toMatch(/Tests +1 passed/);
  });

  it('is typed, for a subject of ours and for a relation too', async () => {
    writeFileSync(
      join(project, 'relation.allocheck'),
      'allocheck 1\n# broke: relation/replay-repeats-the-run at step 0, seed 7\nheap pool\na = malloc 1\n',
    );
    const emits = ['pool', 'go'].map((id) => {
      const args = ['--as', 'vitest', '--subject', id, '--out', `tests/${id}.test.ts`];
      return allocheck('emit', 'relation.allocheck', ...args);
    });
    expect((await Promise.all(emits)).map(({ code }) => code)).toEqual([0, 0]);
    const tsc = resolve('node_modules/@typescript/native/bin/tsc');
    const options =
      '--noEmit --strict --noUncheckedIndexedAccess --exactOptionalPropertyTypes --skipLibCheck';
    const modules = '--module nodenext --target es2023 --allowImportingTsExtensions --types';
    const files = ['tests/pool.test.ts', 'tests/go.test.ts', 'tests/twice.test.ts'];
    const args = [tsc, ...options.split(' '), ...modules.split(' '), 'node', ...files];
    expect(await start(process.execPath, args, { cwd: project }).ended).toMatchObject({
      code: 0,
      out: '',
    });
  });
});
