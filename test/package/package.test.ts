// Goal: what would be published is a sound package, of a bounded size, and works in a project that tests its allocator by vitest.
// Method: it is packed and installed once. The tools that judge packages look at the tarball; the example project is run by vitest,
// first with a fault in its pool, then without.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../cli/built.ts';
import type { Ended } from '../cli/built.ts';
import { TOOLS_MS } from '../dev/copy.ts';
import { install } from './installed.ts';
import type { Installed } from './installed.ts';

/** Bytes of the tarball, and of what is in it, at most: `npm run size` says how many there are. */
const PACKED_MAX = 1.9e6;
const UNPACKED_MAX = 7.5e6;

/** A machine that does much else must not decide how many programs are run. */
const UNHURRIED = 'export default { test: { testTimeout: 120_000 } };';

const folder = mkdtempSync(join(tmpdir(), 'allocheck-package-'));
let published: Installed;

beforeAll(() => {
  published = install(folder);
  cpSync('examples/vitest-project', published.project, { recursive: true });
  writeFileSync(join(published.project, 'vitest.config.js'), UNHURRIED);
}, TOOLS_MS);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function node(...args: readonly string[]): Promise<Ended> {
  return start(process.execPath, args, { cwd: published.project }).ended;
}

describe('the package', () => {
  it('is as publint wants it', async () => {
    const { buffer } = new Uint8Array(readFileSync(published.tarball));
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('has types for whoever imports a part of it', async () => {
    const attw = resolve('node_modules/@arethetypeswrong/cli/dist/index.js');
    const { code, out } = await node(attw, published.tarball, '--profile', 'esm-only');
    expect(out).toContain('"allocheck/invariants"');
    expect({ code, out: code === 0 ? '' : out }).toEqual({ code: 0, out: '' });
  });

  it('is small, and has neither tests nor tools', () => {
    const all = readdirSync(published.installed, { recursive: true, encoding: 'utf8' });
    const sizes = all.map((file) => statSync(join(published.installed, file)));
    const unpacked = sizes.reduce((sum, each) => sum + (each.isFile() ? each.size : 0), 0);
    expect(statSync(published.tarball).size).toBeLessThan(PACKED_MAX);
    expect(unpacked).toBeLessThan(UNPACKED_MAX);
    expect(
      all.filter((file) => /(^|\/)test\/|\.test\.|^dist\/(bench|src\/dev)|\.map$/.test(file)),
    ).toEqual([]);
  });

  it('has its parts under names of their own', async () => {
    const script = `
      import { catalogue } from 'allocheck/invariants';
      import { goSubject, mutants } from 'allocheck/models';
      import * as root from 'allocheck';
      console.log(catalogue === root.catalogue, goSubject === root.goSubject, mutants.length > 200);
    `;
    writeFileSync(join(published.project, 'parts.mjs'), script);
    expect(await node('parts.mjs')).toEqual({ code: 0, out: 'true true true\n', err: '' });
  });
});

describe('a project that tests its pool by vitest', () => {
  /** A run of vitest, with its report in JUnit's form, and how many tests failed by that in JSON. */
  async function vitest(
    ...args: readonly string[]
  ): Promise<Ended & { readonly junit: string; readonly failures: unknown }> {
    const report = join(published.project, 'junit.xml');
    const json = join(published.project, 'report.json');
    const files = [`--outputFile.junit=${report}`, `--outputFile.json=${json}`];
    const forms = ['default', 'junit', 'json', 'github-actions'];
    const reporters = [...forms.map((form) => `--reporter=${form}`), ...files];
    const program = resolve('node_modules/vitest/vitest.mjs');
    const env = { NO_COLOR: '1', ALLOCHECK_RUNS: '60' };
    const options = { cwd: published.project, env };
    const ended = await start(process.execPath, [program, 'run', ...reporters, ...args], options)
      .ended;
    const { numFailedTests: failures } = JSON.parse(readFileSync(json, 'utf8')) as {
      readonly numFailedTests: unknown;
    };
    return { ...ended, junit: readFileSync(report, 'utf8'), failures };
  }

  /** Names of the tests that a report says failed. */
  function failed(junit: string): readonly string[] {
    const cases = [...junit.matchAll(/<testcase [^>]*name="([^"]*)"[^>]*>(.*?)<\/testcase>/gs)];
    return cases
      .filter(([, , body = '']) => body.includes('<failure'))
      .map(([, name = '']) => name);
  }

  it('sees the fault, keeps the program, and runs it again when the fault is mended, beside what init writes', async () => {
    const file = join(published.project, 'bump-pool.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('free.push(addr);', 'free.push(addr, addr);'));
    const broken = await vitest();
    const filtered = await vitest('-t', 'client/block-aligned', '--sequence.seed=7');
    writeFileSync(file, text);
    const main = join(published.installed, 'dist/src/cli/main.js');
    const { out } = await node(main, 'init');
    const mended = await vitest();

    expect([broken.code, filtered.code, mended.code]).toEqual([1, 0, 0]);
    expect(failed(broken.junit)).toEqual([
      'my pool &gt; no two live blocks share a byte [client/live-blocks-disjoint]',
      'hands out again what came back',
    ]);
    expect(broken.err).toContain('InvariantBroken: client/live-blocks-disjoint\n');
    expect(broken.err).toContain('    c = malloc 1  # <- here\n');
    expect(broken.err).toMatch(/^written to \.allocheck\/corpus\/bump-pool-.*\.allocheck$/m);
    expect(broken.err).toContain(
      "replay: npx vitest run test/pool.test.ts -t 'my pool'\nseed: 1\n",
    );
    expect(broken.err).toContain('❯ test/pool.test.ts:12:1\n');
    expect([broken.failures, filtered.failures, mended.failures]).toEqual([2, 0, 0]);
    expect(broken.out + broken.err).toMatch(
      /^\n?::error file=.*test\/pool\.test\.ts,.*InvariantBroken/m,
    );
    // What no test asks for is not judged. The seed is vitest's.
    expect(filtered.junit).toMatch(/61 programs, 1 recording among them, .*seed 7/);
    expect(failed(mended.junit)).toEqual([]);
    expect(mended.junit).toMatch(/61 programs, 1 recording among them, .*seed 1/);
    expect(out).toMatch(/^wrote +test\/allocheck\.test\.ts: /m);
    expect(mended.junit).toContain('name="the example pool &gt; no two live blocks share a byte ');
    expect(readdirSync(join(published.project, '.allocheck/corpus'))).toHaveLength(1);
  });

  it('is typed', async () => {
    const tsc = resolve('node_modules/@typescript/native/bin/tsc');
    const options = '--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck --types node';
    const modules = '--module nodenext --target es2023 --allowImportingTsExtensions';
    mkdirSync(join(published.project, 'typed'));
    writeFileSync(
      join(published.project, 'typed/typed.ts'),
      `import { testAllocator } from 'allocheck/vitest';
       import { expect } from 'vitest';
       import { pool } from '../pool.ts';
       // @ts-expect-error -- no option
       testAllocator('a', pool, { rums: 5 });
       // @ts-expect-error -- no program
       expect(pool).toHoldInvariants(5);`,
    );
    const args =
      `${options} ${modules} test/pool.test.ts test/allocheck.test.ts typed/typed.ts`.split(' ');
    expect(await node(tsc, ...args)).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('docs/vitest.md', () => {
  const page = readFileSync('docs/vitest.md', 'utf8');
  const blocks = [...page.matchAll(/^```(\S+) ?(\S*)\n(.*?)^```/gms)].map(
    ([, kind = '', name = '', text = '']) => ({ kind, name, text }),
  );

  /** The project of the page: its files, the pool that they import, and an npx that runs what is installed. */
  function projectOfPage(): string {
    const project = join(folder, 'page');
    mkdirSync(join(project, 'node_modules/@fast-check'), { recursive: true });
    for (const name of ['allocheck', 'vitest'])
      symlinkSync(
        join(published.project, 'node_modules', name),
        join(project, 'node_modules', name),
      );
    const fastCheck = 'node_modules/@fast-check/vitest';
    symlinkSync(resolve(fastCheck), join(project, fastCheck));
    for (const { name, text } of blocks) if (name !== '') writeFileSync(join(project, name), text);
    const bump = readFileSync('examples/vitest-project/bump-pool.ts', 'utf8');
    writeFileSync(join(project, 'my-pool.ts'), bump.replace('class BumpPool', 'class MyPool'));
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(project, 'vitest.config.js'), UNHURRIED);
    const tools = `vitest) exec node ${resolve('node_modules/vitest/vitest.mjs')} "$@";;
      allocheck) exec node ${join(published.installed, 'dist/src/cli/main.js')} "$@";;`;
    const npx = `#!/bin/sh\ntool=$1; shift\ncase $tool in\n${tools}\nesac\n`;
    writeFileSync(join(project, 'npx'), npx, { mode: 0o755 });
    return project;
  }

  it('has tests that pass, and command lines', async () => {
    const cwd = projectOfPage();
    const PATH = `${cwd}:${process.env['PATH']}`;
    const lines = blocks.flatMap(({ kind, text }) =>
      kind === 'sh' ? text.trim().split('\n') : [],
    );
    const outputs: string[] = [];
    for (const line of lines) {
      const env = { PATH, NO_COLOR: '1', ALLOCHECK_RUNS: '20' };
      const few = line.replace(/ALLOCHECK_RUNS=\d+/, 'ALLOCHECK_RUNS=20');
      // oxlint-disable-next-line no-await-in-loop -- two processors
      const { code, out, err } = await start('sh', ['-c', few], { cwd, env }).ended;
      expect({ line, code, err }).toEqual({ line, code: 0, err: '' });
      outputs.push(out);
    }
    const [begun, sentence, id, all] = outputs;
    expect(begun).toContain('left       allocheck.config.ts: it is there\n');
    expect(sentence).toMatch(/Tests +1 passed/);
    expect(id).toMatch(/Tests +1 passed/);
    expect(all).toMatch(/Test Files +4 passed/);
    expect(outputs).toHaveLength(4);
  });
});
