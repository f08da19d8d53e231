// Goal: `profile learn` tells and writes what a trace is like; `run` makes programs like it, from the file or in a config;
// and a file that is not what it should be is refused with its place.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/load.ts';
import { learn } from '../../src/workload/learnt-from.ts';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import type { Ran } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);
const SMALL = 'test/trace/fixtures/small.valgrind';
const GIT = 'examples/traces/git.mtrace.gz';

/** A file that is as it should be. */
const GOOD = {
  allocheck: 'profile',
  version: 1,
  id: 'small',
  title: 'learnt from small.valgrind',
  calls: { malloc: 8, calloc: 1, realloc: 1, free: 9 },
  peakLive: { bytes: 7000, blocks: 6 },
  sizes: [
    { from: 16, to: 16, count: 1 },
    { from: 24, to: 40, count: 3 },
  ],
  lifetimes: [{ from: 0, to: 3, count: 5 }],
  neverFreed: 1,
};

function run(profile: string, ...args: readonly string[]): Promise<Ran> {
  const out = join(folder, 'out');
  const few = ['--runs', '20', '--seed', '1', '--invariants', 'client/live-blocks-disjoint'];
  return cli(['run', ...args, ...few, '--profile', profile, '--config', config, '--out', out]);
}

describe('profile learn', () => {
  it('tells sizes, lifetimes and calls', async () => {
    const { code, out, err } = await cli(['profile', 'learn', SMALL]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "learnt from small.valgrind: 99 events
      11 allocations (9.1 % calloc, 18.2 % realloc), 8 frees, peak live 7.4 KiB in 7 blocks

        bytes  allocations  share
            0            1  9.1 %  ########################################
           10            1  9.1 %  ########################################
           16            1  9.1 %  ########################################
           24            1  9.1 %  ########################################
           40            1  9.1 %  ########################################
           63            1  9.1 %  ########################################
           77            1  9.1 %  ########################################
          128            1  9.1 %  ########################################
          300            1  9.1 %  ########################################
        2,048            1  9.1 %  ########################################
        5,000            1  9.1 %  ########################################

        lifetime in allocations  blocks   share
                              0       2  22.2 %  ###########################
                              1       1  11.1 %  #############
                              4       2  22.2 %  ###########################
                            5-7       3  33.3 %  ########################################
                    never freed       1  11.1 %  #############

      write it: allocheck profile learn test/trace/fixtures/small.valgrind --out small.profile.json
      "
    `);
  });

  it('writes them, and says how to use them', async () => {
    const path = join(folder, 'git.json');
    const { code, out } = await cli(['profile', 'learn', GIT, '--out', path]);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      `written to ${path}; run programs like it: allocheck run --profile ${path}`,
    );
    const about = { id: 'git', title: 'learnt from git.mtrace.gz' };
    const learnt = learn(readTrace(GIT).program, about);
    const text = readFileSync(path, 'utf8');
    expect(JSON.parse(text)).toEqual({ allocheck: 'profile', version: 1, ...learnt });
    expect(text).toContain('\n    { "from": 24, "to": 24, "count": 812 },\n');
  });

  it('writes the same from the same trace', async () => {
    const [one, two] = [join(folder, 'one.json'), join(folder, 'two.json')];
    await cli(['profile', 'learn', SMALL, '--out', one]);
    await cli(['profile', 'learn', SMALL, '--out', two]);
    expect(readFileSync(two, 'utf8')).toBe(readFileSync(one, 'utf8'));
  });

  it('prints the same value as JSON', async () => {
    const { code, out } = await cli(['profile', 'learn', SMALL, '--json']);
    expect(code).toBe(0);
    expect(out.trimEnd()).not.toContain('\n');
    expect(JSON.parse(out)).toMatchObject({ allocheck: 'profile', version: 1, id: 'small' });
  });

  it('tells on stderr what the trace lacks', async () => {
    const file = 'test/trace/fixtures/small.heaptrack';
    const { code, err } = await cli(['profile', 'learn', file, '--json']);
    expect({ code, err }).toEqual({
      code: 0,
      err: `${file}:48: this ends the life of a block that was not seen allocated: left out\n`,
    });
  });

  it('names a profile by a word, whatever the file is called', async () => {
    const file = fileOf(folder, '7 a.b.csv', 'operation,id,size\nmalloc,1,8\n');
    const { out } = await cli(['profile', 'learn', file, '--json']);
    expect(JSON.parse(out)).toMatchObject({ id: 'trace-7-a', title: 'learnt from 7 a.b.csv' });
  });

  it.each([
    ['= Start\n', 'there is no allocation in this trace, so nothing to learn'],
    ['= Start\n+ 0x', 'expected the rest of this line, the file was cut here'],
  ])('ends 2 for %j', async (text, problem) => {
    const file = fileOf(folder, 'bad.mtrace', text);
    const { code, out, err } = await cli(['profile', 'learn', file]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`${file}:`);
    expect(err).toContain(problem);
  });

  it('ends 2 where it cannot write', async () => {
    const path = join(folder, 'none', 'a.json');
    const { code, err } = await cli(['profile', 'learn', SMALL, '--out', path]);
    expect({ code, err }).toEqual({
      code: 2,
      err: `allocheck: cannot write ${path}: there is no such folder\n`,
    });
  });

  it.each([
    [['profile', 'lern'], "unknown command 'lern'\n(Did you mean learn?)"],
    [['profile', 'learn'], "missing required argument 'trace'"],
    [['profile', 'learn', SMALL, '--ot', 'a'], "unknown option '--ot'\n(Did you mean --out?)"],
  ])('%j ends 2 and says what was meant', async (args, problem) => {
    const { code, out, err } = await cli(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(problem);
  });
});

describe('run --profile FILE', () => {
  const file = fileOf(folder, 'good.json', JSON.stringify(GOOD));

  it('makes programs like it, and repeats them', async () => {
    const counts = async (): Promise<unknown> => {
      const { code, out } = await run(file, 'good', '--json');
      expect(code).toBe(0);
      const { commands, invariants } = JSON.parse(out) as Record<string, unknown>;
      return { commands, invariants };
    };
    expect(await counts()).toEqual(await counts());
  });

  it('does what was learnt and nothing else', async () => {
    const { out } = await run(file, 'good');
    expect(out).toMatch(/\n {2}did [\d,]+ mallocs, [\d,]+ callocs, [\d,]+ reallocs, [\d,]+ frees,/);
    expect(out).not.toMatch(/did .*(?:gc|drop|link|badfree)/);
  });

  it('finds what is broken, in a recording that needs no profile', async () => {
    const { code, out } = await run(file, 'overlap');
    expect(code).toBe(1);
    const recording = /\nreplay: npx allocheck replay (\S+)/.exec(out)?.[1] ?? '';
    expect(existsSync(recording)).toBe(true);
    expect((await cli(['replay', recording, '--config', config])).code).toBe(1);
  });

  it('may be named by the config, whose own profiles go first', async () => {
    const path = join(folder, 'good.json');
    const named = poolConfig(folder, `run: { profile: '${path}', runs: 5, seed: 1 }`);
    const judged = ['--invariants', 'client/live-blocks-disjoint'];
    const { code, out } = await cli(['run', 'good', '--config', named, ...judged]);
    expect(code).toBe(0);
    expect(out).toContain(' callocs, ');
  });

  it('may be a profile of a config, which changes it', async () => {
    const text =
      `import { defineConfig, defineProfile, learntProfile } from 'allocheck';\n` +
      `import small from './good.json';\n` +
      `const mine = defineProfile({ ...learntProfile(small), id: 'mine', commandsMax: 10 });\n` +
      `export default defineConfig({ profiles: [mine], run: { profile: 'mine' } });\n`;
    const own = fileOf(folder, 'own.config.ts', text);
    const few = ['--runs', '5', '--seed', '1', '--invariants', 'client/live-blocks-disjoint'];
    const { code, out, err } = await cli(['run', 'go', '--config', own, ...few, '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect((JSON.parse(out) as { commands: number }).commands).toBeLessThanOrEqual(50);
    expect((await cli(['profiles', '--config', own])).out).toMatch(/^mine +learnt from small/m);
  });

  it.each([
    ['{"allocheck": "profile",}', ':1:25: expected JSON, found "}"'],
    ['{\n "id": "a"\n', ':3:1: expected JSON, the file ends here'],
    ['', ':1:1: expected JSON, the file ends here'],
    ['[]', ': the file: expected object, received array'],
  ])('refuses %j', async (text, problem) => {
    const bad = fileOf(folder, 'bad.json', text);
    const { code, out, err } = await run(bad, 'good');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`allocheck: ${bad}${problem}\n`);
  });

  it.each([
    [{ version: 2 }, 'version: expected 1, the version that is read here'],
    [{ allocheck: 'corpus' }, 'allocheck: expected profile, as this is what such a file is'],
    [{ id: '7 a' }, 'id: expected a word that starts with a letter, such as my-server'],
    [{ sizes: [] }, 'sizes: expected a range of sizes'],
    [{ sizes: [{ from: 1, to: 1, count: 0 }] }, 'sizes: expected one of the counts to be above 0'],
    [{ sizes: [{ from: 2, to: 1, count: 1 }] }, 'sizes[0]: expected from to be at most to'],
    [{ sizes: [{ from: 1, to: 1, count: 1.5 }] }, 'sizes[0].count: expected int, received number'],
    [{ sizes: [{ from: 1, to: 1, count: 1, n: 1 }] }, 'sizes[0].n: unknown key'],
    [
      { calls: { malloc: 0, calloc: 0, realloc: 0, free: 1 } },
      'calls: expected a call of malloc, calloc or realloc',
    ],
    [
      { lifetimes: [], neverFreed: 0 },
      'lifetimes: expected a range of lifetimes, or neverFreed to be above 0',
    ],
    [
      { sises: [] },
      'sises: unknown key (did you mean sizes?)\n' +
        'use one of: allocheck, version, id, title, calls, peakLive, sizes, lifetimes, neverFreed',
    ],
  ])('refuses one with %j', async (change, problem) => {
    const bad = fileOf(folder, 'changed.json', JSON.stringify({ ...GOOD, ...change }));
    const { code, out, err } = await run(bad, 'good');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`allocheck: ${bad}: ${problem}\n`);
  });

  it('refuses one that is not there', async () => {
    const { code, err } = await run(join(folder, 'gone.json'), 'good');
    expect(code).toBe(2);
    expect(err).toBe(`allocheck: ${join(folder, 'gone.json')}: cannot be read: no such file\n`);
  });
});
