// Goal: `run` tests the subjects that are named, says what it found in words and in JSON, and ends with the code that
// stands for it. Method: two small allocators of a config, one of them broken.
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../spec/invariants/index.ts';
import { relations } from '../../spec/relations/index.ts';
import { parseRecording } from '../../src/engine/recording.ts';
import { commandCount } from '../../src/program/program.ts';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import type { Ran } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);
const out = join(folder, 'out');

/** What every one of these allocators can be judged by. */
const MET = ['--invariants', 'client/*'];

function run(...args: readonly string[]): Promise<Ran> {
  return cli(['run', ...args, '--config', config, '--out', out]);
}

describe('a run in which all holds', () => {
  it('ends 0 and says in how much', async () => {
    const { code, out: text, err } = await run('good', '--runs', '100', '--seed', '-123', ...MET);
    expect(text).toMatch(
      /^good \(a bump allocator\)\n {2}all \d+ invariants held\n {2}100 programs, /,
    );
    expect(text).toContain('seed -123\n');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(readdirSync(out)).toEqual(['run.json']);
  });

  it('repeats itself with the same seed, and not with another', async () => {
    const counts = async (seed: string): Promise<unknown> => {
      const { out: json } = await run('good', '--runs', '20', '--seed', seed, '--json');
      const { commands, invariants } = JSON.parse(json) as Record<string, unknown>;
      return { commands, invariants };
    };
    const first = await counts('5');
    expect(await counts('5')).toEqual(first);
    expect(await counts('6')).not.toEqual(first);
  });

  it('makes programs of at most so many commands', async () => {
    const args = ['--runs', '10', '--commands', '3', '--invariants', 'client/keeps-running'];
    const { code, out: json } = await run('good', ...args, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(json) as { commands: number }).commands).toBeLessThanOrEqual(30);
  });

  it('names what was left out as not run, and counts it nowhere else', async () => {
    const left = 'client/live-blocks-disjoint';
    const args = [
      'overlap',
      '--runs',
      '3',
      '--seed',
      '1',
      '--invariants',
      `client/block-*,!${left}`,
    ];
    const { code, out: text } = await run(...args);
    expect(code).toBe(0);
    expect(text).toContain('\n  the one invariant held\n');
    expect(text).toMatch(/\n {2}not run: \d+ of client\/\*, /);
    const { invariants, notRun } = JSON.parse((await run(...args, '--json')).out) as {
      readonly invariants: readonly { readonly id: string }[];
      readonly notRun: readonly string[];
    };
    expect(invariants.map(({ id }) => id)).toEqual(['client/block-aligned']);
    expect(notRun).toContain(left);
    expect(new Set([...notRun, ...invariants.map(({ id }) => id)]).size).toBe(
      catalogue.length + relations.length,
    );
  });

  it('stops when its time is over', async () => {
    const { out: text } = await run('good', '--time', '10ms', '--seed', '1');
    expect(text).toMatch(/\n {2}[1-9] programs?, /);
  });

  it('lists each invariant with --verbose', async () => {
    const { out: text } = await run('good', '--runs', '5', '--verbose');
    expect(text).toContain('no two live blocks share a byte  [client/live-blocks-disjoint]\n');
  });
});

describe('the last line of a run', () => {
  const last = ({ out: text }: Ran): string => text.trimEnd().split('\n').at(-1) ?? '';

  it('has the same programs again, where all held, with the seed that was drawn', async () => {
    const args = ['good', '--runs', '60', '--invariants', 'client/*'];
    const drawn = await run(...args);
    const [, line = '', seed = ''] = /^again: (npx allocheck run .* --seed (\S+))$/.exec(
      last(drawn),
    )!;
    expect(drawn.out).toContain(`, seed ${seed}\n`);
    const words = `run good --runs 60 --invariants 'client/*' --config ${config} --out ${out}`;
    expect(line).toBe(`npx allocheck ${words} --seed ${seed}`);
    expect(last(await run(...args, '--seed', seed))).toBe(`again: ${line}`);
    expect(last(await run(...args, `--seed=${seed}`))).toBe(`again: ${line}`);
  });

  it('has more programs, where something met nothing in these', async () => {
    const args = ['good', '--commands', '1', '--seed', '1', '--invariants', 'client/zeroed-*'];
    const { code, ...ran } = await run(...args, '--runs', '3');
    expect(code).toBe(4);
    expect(last({ code, ...ran })).toMatch(/^more: npx allocheck run good .* --seed 1 --runs 30$/);
    const timed = await run(...args, '--time', '10ms');
    expect(last(timed)).toMatch(/^again: npx allocheck run good .* --time 10ms .* --seed 1$/);
  });
});

describe('a run that meets nothing to judge by an invariant', () => {
  it('ends 4 and names it', async () => {
    const args = ['--runs', '3', '--commands', '1', '--seed', '1'];
    const { code, out: text } = await run(
      'good',
      ...args,
      '--invariants',
      'client/zeroed-when-asked',
    );
    expect(code).toBe(4);
    expect(text).toContain('  met nothing to judge: client/zeroed-when-asked\n');
  });
});

describe('a run that breaks an invariant', () => {
  it('ends 1, writes the smallest program, and says last how to replay it', async () => {
    const { code, out: text } = await run('overlap', '--seed', '1', '--max-findings', '1');
    const [, file = ''] = /written to (.*)\n/.exec(text) ?? [];
    expect(code).toBe(1);
    expect(text).toContain('broken: client/live-blocks-disjoint\n');
    expect(text).toContain(
      'it always holds that no two live blocks share a byte; here it did not\n',
    );
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      `replay: npx allocheck replay ${file} --config ${config}`,
    );
    const { program, broke } = parseRecording(readFileSync(file, 'utf8'), file);
    expect(commandCount(program)).toBe(3);
    expect(broke).toEqual({ invariant: 'client/live-blocks-disjoint', step: 2 });
  });

  it('says the same in JSON, and nothing else', async () => {
    const args = ['--seed', '1', '--max-findings', '1', '--json'];
    const { code, out: json } = await run('overlap', ...args);
    expect(code).toBe(1);
    expect(JSON.parse(json)).toMatchObject({
      version: 1,
      subject: 'overlap',
      seed: 1,
      findings: [
        {
          invariant: 'client/live-blocks-disjoint',
          step: 2,
          shrunk: { commands: 3 },
          known: false,
        },
      ],
    });
  });

  it('goes on, tells each bug once, and writes a file for each', async () => {
    const args = ['--runs', '30', '--seed', '1', '--invariants', 'client/*'];
    const { code, out: text } = await run('overlap', ...args);
    const files = [...text.matchAll(/^written to (.*)$/gm)].map(([, file = '']) => file);
    const bugs = /\n {2}(\d+) bugs in (\d+) programs: client\/live-blocks-disjoint in (\d+) runs,/;
    const [, count, programs, runs] = bugs.exec(text) ?? [];
    expect(code).toBe(1);
    expect(Number(count)).toBeGreaterThan(1);
    expect(new Set(files).size).toBe(Number(count));
    expect(Number(runs)).toBeGreaterThan(Number(programs) / 2);
    expect(files.every((file) => existsSync(file))).toBe(true);
    const replays = text.match(/^replay: .*$/gm) ?? [];
    const lines = files.map((file) => `replay: npx allocheck replay ${file} --config ${config}`);
    // With each bug when it is known, and all of them in the end.
    expect(replays).toEqual([...lines, ...lines]);
    expect(text.indexOf('\noverlap (a bump')).toBeGreaterThan(text.lastIndexOf('broken: '));
    expect(text.trimEnd().split('\n').at(-1)).toBe(replays.at(-1));
  });

  it('repeats the replay line when another subject comes after', async () => {
    const { code, out: text } = await run('overlap', 'good', '--runs', '5', '--seed', '1');
    expect(code).toBe(1);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^replay: npx allocheck replay /);
  });
});

describe('the corpus', () => {
  const corpus = join(folder, 'corpus');
  mkdirSync(corpus);
  const recorded = 'heap overlap\na = malloc 1\nb = malloc 1\nread a\nc = malloc 1\n';
  const path = fileOf(corpus, 'x.allocheck', `allocheck 1\n${recorded}`);

  it('runs first, and is not written again', async () => {
    const { code, out: text } = await run('overlap', '--corpus', corpus, '--max-findings', '1');
    expect(code).toBe(1);
    expect(text).toContain('  1 program, 1 recording among them, 4 commands, ');
    expect(text).toContain(`\nknown: ${path} of the corpus\n`);
    expect(text).not.toContain('written to');
    expect(text).toContain(`replay: npx allocheck replay ${path} --config`);
    const { out: json } = await run('overlap', '--corpus', corpus, '--max-findings', '1', '--json');
    expect(JSON.parse(json)).toMatchObject({ runs: 1, findings: [{ file: path, known: true }] });
  });

  it('lets a bug that is fixed pass, and goes on', async () => {
    const mended = join(folder, 'mended');
    mkdirSync(mended);
    const broke = '# broke: client/live-blocks-disjoint at step 3\n';
    const text = `allocheck 1\n${broke}${recorded.replace('overlap', 'good')}`;
    fileOf(mended, 'x.allocheck', text);
    const args = ['good', '--runs', '3', '--corpus', mended, '--invariants', 'client/keeps-*'];
    const { code, out: told } = await run(...args);
    expect({ code, told }).toEqual({
      code: 0,
      told: expect.stringContaining('  4 programs, 1 recording among them, ') as string,
    });
  });

  it('is left out for other subjects', async () => {
    const { out: text } = await run('good', '--runs', '3', '--corpus', corpus);
    expect(text).toContain('  3 programs, ');
  });

  it('must be there when it is named, and fit the subject', async () => {
    const absent = await run('good', '--corpus', join(folder, 'absent'));
    expect(absent).toMatchObject({ code: 2 });
    expect(absent.err).toContain('absent: cannot be read: no such file or folder\n');
    const odd = join(folder, 'odd');
    mkdirSync(odd);
    const file = fileOf(odd, 'y.allocheck', 'allocheck 1\nheap good geometry=bank\n');
    const { code, err } = await run('good', '--corpus', odd);
    expect(code).toBe(2);
    expect(err).toBe(
      `allocheck: ${file}: good has no geometry bank (did you mean banks?)\nuse one of: flat, banks\n`,
    );
  });
});

describe('wrong use of run', () => {
  it.each([
    [['run', '--sed', '1'], "unknown option '--sed'\n(Did you mean --seed?)"],
    [['rnu'], "unknown command 'rnu'\n(Did you mean run?)"],
    [['run', '--runs', 'many'], 'expected a whole number from 1'],
    [['run', '--max-findings', '0'], 'expected a whole number from 1'],
    [['run', '--seed', 'abc'], 'expected a whole number of 32 bits, such as 42 or -7'],
    [['run', '--time', '30'], 'expected a time with its unit, such as 30s, 2m or 1h'],
    [['run', 'og'], 'unknown subject og (did you mean go?)'],
    [['run', '--profile', 'mixd'], 'unknown profile mixd (did you mean mixed?)'],
    [
      ['run', '--invariants', 'client/contents-kep'],
      'no invariant fits client/contents-kep (did you mean client/contents-kept?)',
    ],
    [['run', '--invariants', '!gone/*'], 'no invariant fits gone/*'],
  ])('%j ends 2 and says what was meant', async (args, problem) => {
    const { code, out: text, err } = await cli(args);
    expect({ code, text }).toEqual({ code: 2, text: '' });
    expect(err).toContain(problem);
    expect(err).not.toMatch(/^ +at /m);
  });

  it('names the variable that it cannot read', async () => {
    const { code, err } = await cli(['run'], { ALLOCHECK_SEED: 'x' });
    expect(code).toBe(2);
    expect(err).toMatch(/^allocheck: ALLOCHECK_SEED=x: expected a whole number/);
  });

  it('refuses invariants that the subject offers no view for', async () => {
    const { code, err } = await run('good', '--invariants', 'os/*');
    expect(code).toBe(2);
    expect(err).toContain('good cannot be judged by any chosen invariant: it offers only client\n');
  });

  it('refuses a folder that it could not write to, before it runs', async () => {
    const file = fileOf(folder, 'file', '');
    const inside = join(file, 'out');
    const { code, err } = await cli(['run', '--out', inside]);
    expect(code).toBe(2);
    expect(err).toBe(`allocheck: ${inside} cannot be written: ${file} is not a folder\n`);
  });
});
