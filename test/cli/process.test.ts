// Goal: the program keeps what only a process can: exit codes, pipes that are closed early, signals, streams apart.
// Method: the sources are compiled into a folder of their own, and run from there.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, start } from './built.ts';
import type { Ended } from './built.ts';
import { fileOf, poolConfig, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);
let main: string;

beforeAll(() => {
  main = build(folder);
});

function run(args: readonly string[], env?: Record<string, string>): Promise<Ended> {
  const options = env === undefined ? { cwd: folder } : { cwd: folder, env };
  return start(process.execPath, [main, ...args], options).ended;
}

/** Runs a line of shell, in which `allocheck` is the program; its code is that of the first part of a pipe. */
function shell(line: string): Promise<Ended> {
  const script = `allocheck() { "${process.execPath}" "${main}" "$@"; }; ${line}; exit "\${PIPESTATUS[0]}"`;
  return start('bash', ['-c', script], { cwd: folder }).ended;
}

describe('the program', () => {
  it('says what it can do, on stdout', async () => {
    const { code, out, err } = await run(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/Commands:\n {2}run .*\n {2}replay /s);
    expect(out).toContain('  130  interrupted by Ctrl-C');
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it('ends 2 with one clear message for wrong use', async () => {
    expect(await run(['run', '--sed', '1'])).toEqual({
      code: 2,
      out: '',
      err: "allocheck: unknown option '--sed'\n(Did you mean --seed?)\n",
    });
    expect(await run([])).toMatchObject({ code: 2, out: '' });
  });

  it('explains without showing where the sources of mutants are not there', async () => {
    for (const id of ['go/born-white', 'go/swept-span-filed-once']) {
      const { code, out, err } = await run(['explain', id]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/\n {2}not shown: the sources of the models are not in .*\n$/);
    }
  });

  it('ends 2 for a config with a wrong key, in the current folder or named', async () => {
    const other = join(folder, 'key.config.ts');
    fileOf(folder, 'key.config.ts', 'export default { subjcts: [] };\n');
    const { code, err } = await run(['run', '--config', other]);
    expect(code).toBe(2);
    expect(err).toBe(
      `allocheck: ${other}: subjcts: unknown key (did you mean subjects?)\n` +
        'use one of: subjects, invariants, relations, mutants, profiles, run\n',
    );
  });

  it('writes JSON alone to stdout, and ends 1 with the counterexample written', async () => {
    const { code, out } = await run([
      'run',
      'overlap',
      '--json',
      '--seed',
      '1',
      '--config',
      config,
    ]);
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: readonly { replay: string }[] };
    const [, file = ''] = /replay (allocheck-out\/\S+)/.exec(findings[0]?.replay ?? '') ?? [];
    expect(existsSync(join(folder, file))).toBe(true);
    const { code: again, out: text } = await run(['replay', file, '--config', config]);
    expect(again).toBe(1);
    expect(text).toContain(', as recorded\n');
  });
});

describe('colours', () => {
  const args = ['explain', 'client/contents-kept'];

  it('are left out in a pipe', async () => {
    expect((await run(args)).out).not.toContain('\u001b');
  });

  it('are there on demand, unless NO_COLOR is set', async () => {
    expect((await run(args, { FORCE_COLOR: '1' })).out).toContain('\u001b[1m');
    expect((await run(args, { FORCE_COLOR: '1', NO_COLOR: '1' })).out).not.toContain('\u001b');
  });
});

describe('a pipe that is closed early', () => {
  it('is no error', async () => {
    expect(await shell('allocheck invariants --json | head -c 1')).toEqual({
      code: 0,
      out: '{',
      err: '',
    });
    expect(await shell('allocheck invariants | true')).toMatchObject({ code: 0, err: '' });
  });

  it('leaves the exit code as it would have been', async () => {
    const line = `allocheck run overlap --seed 1 --config '${config}' | true`;
    expect(await shell(line)).toMatchObject({ code: 1, err: '' });
  });
});

describe('Ctrl-C', () => {
  it('stops a run, which says what is known and ends 130', async () => {
    const started = join(folder, 'started');
    // The second heap is made within the run; the first one is a trial before it.
    const text = `
      import { writeFileSync } from 'node:fs';
      import config from '${config}';
      const [good] = config.subjects;
      let made = 0;
      const create = (heap) => {
        made += 1;
        if (made === 2) writeFileSync('${started}', '');
        return good.create(heap);
      };
      export default { subjects: [{ ...good, id: 'slow', create }] };`;
    const slow = fileOf(folder, 'slow.config.ts', text);
    const args = [main, 'run', 'slow', '--time', '60s', '--config', slow];
    const { child, ended } = start(process.execPath, args, { cwd: folder });
    // oxlint-disable-next-line no-await-in-loop -- there is nothing else to wait for
    while (!existsSync(started) && child.exitCode === null) await setTimeout(20);
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect({ code, err }).toEqual({ code: 130, err: '' });
    expect(out).toMatch(/^slow \(a bump allocator\)\n {2}interrupted; .*\n {2}[\d,]+ programs?, /);
  });
});
