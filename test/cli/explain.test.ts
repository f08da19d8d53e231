// Goal: `explain` and the lists tell what a user has to know to go on; `verify` says in words what holds.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../spec/invariants/index.ts';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);

describe('explain', () => {
  it('explains an invariant', async () => {
    const { code, out } = await cli(['explain', 'client/live-blocks-disjoint']);
    expect(code).toBe(0);
    expect(out).toContain('  it always holds that no two live blocks share a byte\n');
    expect(out).toContain('\n  asked     after every command, for every live block\n');
  });

  it('explains a mark', async () => {
    const { code, out } = await cli(['explain', 'go/trigger-time']);
    expect([code, out]).toEqual([
      0,
      'go/trigger-time\n  reached when a cycle starts since none did for two minutes\n\n' +
        '  source\n    Go 1.19 runtime/mgc.go, gcTrigger.test\n',
    ]);
    expect((await cli(['explain', 'gc/client-between-mark-and-mark'])).code).toBe(0);
  });

  it('tells a program step by step, with the life of the blocks that broke it', async () => {
    const text =
      'allocheck 1\nheap overlap\na = malloc 8\nfree a\nread a\nb = malloc NaN\nbadfree 0x10\n' +
      'b1 = malloc 8 noscan\nc = malloc 8 noscan\nd = malloc 1\n';
    const file = fileOf(folder, 'story.allocheck', text);
    const { code, out } = await cli(['explain', file, '--config', config]);
    expect(code).toBe(0);
    expect(out.replace(file, 'FILE')).toMatchInlineSnapshot(`
      "FILE on overlap

        0  a = malloc 8          -> 0x1000, 8 bytes usable
        1  free a                -> freed
        2  read a                -> nothing: a is not live
        3  b = malloc NaN        -> refused: bad-size
        4  badfree 0x10          -> refused: bad-free
        5  b1 = malloc 8 noscan  -> 0x1010, 8 bytes usable
        6  c = malloc 8 noscan   -> 0x1010, 8 bytes usable

      broken: client/live-blocks-disjoint
        it always holds that no two live blocks share a byte; here it did not
        otherwise the owner of one overwrites what the owner of the other wrote

        at        0x1010
        expected  8 bytes of its own
        found     shared with the live block 0x1010, 8 bytes

        at step 6 of 8 commands (c = malloc 8 noscan)

      the life of b1:
        5  b1 = malloc 8 noscan  -> 0x1010, 8 bytes usable

      the life of c:
        6  c = malloc 8 noscan  -> 0x1010, 8 bytes usable
      "
    `);
  });

  it('tells of a call that is half-way, and whose call ends by a later command', async () => {
    const text =
      'allocheck 1\nheap go procs=2\npause 1 on P1\na = malloc 32768 on P1\n' +
      'b = malloc 8\nresume 9 on P1\n';
    const file = fileOf(folder, 'paused.allocheck', text);
    const { out } = await cli(['explain', file]);
    expect(out.replace(file, 'FILE')).toMatchInlineSnapshot(`
      "FILE on go

        0  pause 1 on P1
        1  a = malloc 32768 on P1  -> half-way
        2  b = malloc 8            -> 0x4008000, 8 bytes usable
        3  resume 9 on P1          -> a is 0x4000000, 32,768 bytes usable

      all invariants held
      "
    `);
  });

  it('tells the life of what the command names, where the finding names no address', async () => {
    const text = 'allocheck 1\nheap crash\na = malloc 8\nb = malloc 8\nwrite a\nb1 = realloc a 9\n';
    const file = fileOf(folder, 'crash.allocheck', text);
    const { out } = await cli(['explain', file, '--config', config]);
    expect(out).toContain('broken: client/keeps-running\n');
    expect(out).toContain('  3  b1 = realloc a 9  -> crash: out of luck\n');
    expect(out).toMatch(
      /\nthe life of a:\n {2}0 .*\n {2}2 .*\n {2}3 .*\n\nthe life of b1:\n {2}3 /,
    );
  });

  it('tells a program that breaks nothing', async () => {
    const file = fileOf(
      folder,
      'fine.allocheck',
      'allocheck 1\nheap go\na = malloc 8\ndrop a\ngc\n',
    );
    const { out } = await cli(['explain', file]);
    expect(out).toContain('  2  gc            -> 0 blocks reachable\n');
    expect(out.endsWith('\nall invariants held\n')).toBe(true);
  });

  it('tells only the end of a long one', async () => {
    const { out } = await cli(['explain', 'examples/traces/ls.mtrace']);
    expect(out).toContain('\n  … 5,020 commands before\n');
  });

  it('knows what is neither', async () => {
    const { code, err } = await cli(['explain', 'client/contents-kep']);
    expect(code).toBe(2);
    expect(err).toContain(
      'is neither an invariant, a relation, a mark nor a file (did you mean client/contents-kept?)',
    );
  });
});

describe('the lists', () => {
  it('name every invariant, or those of a pattern', async () => {
    const { out } = await cli(['invariants', '--json']);
    const { invariants } = JSON.parse(out) as { invariants: readonly { id: string }[] };
    expect(invariants.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
    expect((await cli(['invariants', 'os/*'])).out).not.toContain('client/');
  });

  it('are JSON on demand', async () => {
    const subjects = await cli(['subjects', '--json', '--config', config]);
    expect(JSON.parse(subjects.out)).toHaveProperty('subjects.length', 4);
    expect(JSON.parse((await cli(['profiles', '--json'])).out)).toHaveProperty('version', 1);
  });
});

describe('verify', () => {
  const traces = join(folder, 'traces');
  mkdirSync(traces);
  fileOf(traces, 'a.mtrace', '= Start\n@ a:[0x1] + 0x10 0x18\n@ a:[0x1] - 0x10\n');

  it('lists what held, and sums up', async () => {
    const invariants = "run: { invariants: ['client/keeps-*'] }";
    const text = `import { goSubject } from 'allocheck';\nexport default { ${invariants} };\n`;
    const file = fileOf(folder, 'verify.config.ts', text);
    const { code, out } = await cli([
      'verify',
      '--runs',
      '5',
      '--traces',
      traces,
      '--config',
      file,
    ]);
    expect(code).toBe(0);
    expect(out).toContain('seed 1\n');
    expect(out).toContain('  every call is answered: served, or refused for a reason  [client/');
    expect(out).toMatch(
      /\nverified: go\n {2}in 5 generated programs and 1 recorded trace, \d+ commands in all,\n/,
    );
  });

  it('says the same in JSON', async () => {
    const args = ['--runs', '1', '--commands', '3', '--traces', traces, '--json'];
    const { out } = await cli([
      'verify',
      ...args.filter((arg) => arg !== '--commands' && arg !== '3'),
    ]);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      runs: [{ subject: 'go', seed: 1, runs: 1 }],
      files: [{ format: 'mtrace', events: 2 }],
    });
  });

  it('ends with the replay line when something breaks', async () => {
    const args = ['verify', '--runs', '5', '--config', config, '--out', join(folder, 'out')];
    const { code, out } = await cli([...args, '--traces', traces]);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^replay: npx allocheck replay /);
    expect(out).not.toContain('verified');
  });
});
