// Goal: relations are run, chosen, told, recorded, replayed and explained as invariants are, a project's own too. Method: an
// allocator that is right in each run, and not the same in every second one; and one that a relation of its own is about.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { relations } from '../../spec/relations/index.ts';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const REPLAY = 'relation/replay-repeats-the-run';

const config = fileOf(
  folder,
  'drifting.config.ts',
  `
import { SAME_ANSWERS, defineConfig, defineRelation, derived, firstDisagreement, mapCommands, same } from 'allocheck';
import pools from './${basename(poolConfig(folder))}';

const good = pools.subjects![0]!;
let heaps = 0;
/** What is given out first depends on how many heaps there were. */
function create(config: never) {
  const heap = good.create(config) as unknown as { next: number };
  heaps += 1;
  heap.next += 16 * (heaps % 2);
  return heap as never;
}

const run = (addr: number) => ({ notes: [], end: { calls: [], returns: [] } as never, counts: { addr } });
const footprints = defineRelation({
  id: 'pools/footprint-grows-with-size',
  holds: 'twice the size takes more room',
  because: 'what is counted is not what is taken',
  sources: [derived('a test')],
  needs: [],
  rewrite: (program) => ({
    second: mapCommands(program, ([op, a, b, c, p]) => [op, a, op === 0 ? b * 2 : b, c, p]),
  }),
  agree: (first, second) => firstDisagreement(first, second, { notes: [], counts: (a, b) => same('addr', String(a['addr']), String(b['addr'])) }),
  examples: { agrees: [{ first: run(1), second: run(1) }], disagrees: [{ first: run(1), second: run(2) }] },
});

export default defineConfig({
  subjects: [{ ...good, id: 'drifting', create }, good],
  relations: [footprints],
});
`,
);

function run(out: string, ...args: readonly string[]) {
  return cli(['run', ...args, '--seed', '1', '--runs', '20', '--config', config, '--out', out]);
}

describe('a run in which a relation breaks', () => {
  const out = join(folder, 'broken');

  it('tells both runs, and a recording that judges the relation again', async () => {
    const { code, out: text } = await run(out, 'drifting', '--invariants', 'client/*,relation/*');
    expect(code).toBe(1);
    const told = text.slice(text.indexOf('broken:'), text.indexOf('written to'));
    expect(told.replace(/, [\d.]+ s:/, ', … s:')).toMatchInlineSnapshot(`
      "broken: relation/replay-repeats-the-run
        it always holds that a program run again on a new heap does what it did: the same answers, addresses, counts; here it did not
        otherwise what one heap leaves behind decides what the next one does, and no failure repeats

        at        the block
        expected  0x1010 of 1 bytes, as in the first run
        found     0x1000 of 1 bytes in the second

        at step 0 of 1 command (a = malloc 1 noscan), shrunk from 6 commands in 11 tries, … s:

          allocheck 1
          heap drifting
          a = malloc 1 noscan  # <- here

        against a second run, of:

          allocheck 1
          heap drifting
          a = malloc 1 noscan

      "
    `);
    const [name = ''] = readdirSync(out);
    const file = join(out, name);
    expect(readFileSync(file, 'utf8')).toMatch(/^# broke: relation\/\S+ at step 0, seed -?\d+$/m);
    const [page = ''] = readFileSync(join(out, 'report.html'), 'utf8').split('<script');
    expect(page).toContain(`>${REPLAY}</h2>`);
    expect(page).toMatch(/Against a second run, of<.*heap drifting\na = malloc 1 noscan\n/s);

    const replayed = await cli(['replay', file, '--config', config]);
    expect(replayed.code).toBe(1);
    expect(replayed.out).toContain(`still broken: ${REPLAY} at step 0, as recorded`);
    const onGood = await cli(['replay', file, '--subject', 'good', '--config', config]);
    expect(onGood.code).toBe(0);
    expect(onGood.out).toMatch(
      /fixed: recorded as breaking .* now all \d+ invariants and 1 relation held/,
    );
    const left = await cli([
      'replay',
      file,
      '--invariants',
      `!${REPLAY}`,
      '--json',
      '--config',
      config,
    ]);
    expect(JSON.parse(left.out)).toMatchObject({
      files: [{ notRun: expect.arrayContaining([REPLAY]) }],
    });
  });

  it('is explained by both runs, and what it takes', async () => {
    const text =
      'allocheck 1\n# broke: relation/replay-repeats-the-run at step 0, seed 1\nheap drifting\na = malloc 1\n';
    const file = fileOf(folder, 'both.allocheck', text);
    const explained = await cli(['explain', file, '--config', config]);
    const told = explained.out.replace(file, 'FILE').replace(/not run: .*/, 'not run: …');
    // The allocator drifts with each heap that is made: which address is the first depends on how many there were.
    const [first = ''] = /0x10[01]0/.exec(told) ?? [];
    expect(told.replaceAll(/0x10[01]0/g, (addr) => (addr === first ? 'HERE' : 'THERE')))
      .toMatchInlineSnapshot(`
        "FILE on drifting

        the first run:
          0  a = malloc 1  -> HERE, 1 byte usable  # <- here

        the second run, of the same program:
          0  a = malloc 1  -> THERE, 1 byte usable  # <- here

        broken: relation/replay-repeats-the-run
          it always holds that a program run again on a new heap does what it did: the same answers, addresses, counts; here it did not
          otherwise what one heap leaves behind decides what the next one does, and no failure repeats

          at        the block
          expected  HERE of 1 bytes, as in the first run
          found     THERE of 1 bytes in the second

          at step 0 of 1 command (a = malloc 1)
          not run: …

        the life of a:
          0  a = malloc 1  -> HERE, 1 byte usable  # <- here

        what it takes:
          0  a = malloc 1  without it nothing breaks  any size from 0 on, tried to 32
          6 runs: each thing left out alone, each size tried at some places where behaviour changes
        "
      `);
  });
  const first = ['drifting', '--max-findings', '1'];

  it('has both in its JSON', async () => {
    const { out: text } = await run(out, ...first, '--json', '--invariants', REPLAY);
    expect(JSON.parse(text)).toMatchObject({
      invariants: [],
      relations: [{ id: REPLAY, judged: 1, vacuous: false, broken: 1 }],
      findings: [{ invariant: REPLAY, second: expect.stringContaining('malloc') }],
    });
  });

  it('comes first when the corpus has it', async () => {
    const args = [...first, '--corpus', out, '--invariants', 'client/*,relation/*'];
    const { code, out: text } = await run(join(folder, 'again'), ...args);
    expect(code).toBe(1);
    expect(text).toContain('1 program, 1 recording among them');
    expect(text).toContain(`broken: ${REPLAY}`);
  });
});

describe('shrink of what breaks a relation', () => {
  it('keeps to it where it was asked for, and where the recording broke it', async () => {
    const text = 'allocheck 1\nheap drifting\na = malloc 64\nb = malloc 32\nfree a\n';
    const file = fileOf(folder, 'drifting.allocheck', text);
    const args = ['--config', config, '--out', join(folder, 'shrunk')];
    const asked = await cli(['shrink', file, '--invariants', REPLAY, ...args]);
    expect(asked.code).toBe(1);
    expect(asked.out).toMatch(/\n {2}3 commands -> 1 \(/);
    expect(asked.out).toContain(`\nbroken: ${REPLAY}\n`);
    expect(asked.out).toContain('\n  against a second run, of:\n');
    const [, kept = ''] = /written to (.+)\n/.exec(asked.out) ?? [];
    const again = await cli(['shrink', kept, ...args]);
    expect(again.code).toBe(1);
    expect(again.out).toMatch(/\n {2}1 command -> 1 \(/);
    expect(again.out).toContain(`\nbroken: ${REPLAY}\n`);
  });
});

describe('a run in which all relations hold', () => {
  it('counts pairs, and names what was left out', async () => {
    const { code, out: text } = await run(folder, 'good', '--json', '--invariants', '!pools/*');
    const { relations: judged, notRun } = JSON.parse(text) as {
      readonly relations: readonly { readonly id: string; readonly judged: number }[];
      readonly notRun: readonly string[];
    };
    expect(code).toBe(0);
    for (const each of judged) expect(each).toMatchObject({ judged: 1, vacuous: false, broken: 0 });
    expect(judged.map(({ id }) => id)).toContain(REPLAY);
    expect(notRun).toContain('relation/steps-divide');
    const ids = [...judged.map(({ id }) => id), ...notRun].filter((id) =>
      id.startsWith('relation/'),
    );
    expect(ids.toSorted()).toEqual(relations.map(({ id }) => id));
  });

  it('says so in words', async () => {
    const { out: text } = await run(folder, 'good', '--verbose', '--invariants', REPLAY);
    expect(text).toContain('\n  the one relation held\n');
    expect(text).toMatch(
      /\n {2}4 {2}a program run again .* \[relation\/replay-repeats-the-run\]\n/,
    );
  });
});

describe("a project's own relation", () => {
  it('is judged beside ours', async () => {
    const { code, out: text } = await run(folder, 'good', '--invariants', 'pools/*');
    expect({ code, held: text.includes('the one relation held') }).toEqual({ code: 0, held: true });
  });

  it('is listed and explained', async () => {
    const { out: list } = await cli(['relations', 'pools/*', '--config', config]);
    expect(list).toContain('pools/footprint-grows-with-size  twice the size takes more room\n');
    const { out: text } = await cli([
      'explain',
      'pools/footprint-grows-with-size',
      '--config',
      config,
    ]);
    expect(text).toMatch(/needs +nothing but malloc and free/);
  });
});

describe('the list of relations', () => {
  it('is the same as data', async () => {
    const { out } = await cli(['relations', '--json']);
    const { relations: listed } = JSON.parse(out) as { readonly relations: readonly object[] };
    expect(listed).toHaveLength(relations.length);
    expect(listed).toContainEqual(
      expect.objectContaining({ id: 'relation/reference-answers-alike', against: 'reference' }),
    );
  });

  it('refuses a pattern that fits none', async () => {
    const { code, err } = await cli(['relations', 'relation/replay']);
    expect(code).toBe(2);
    expect(err).toContain('no relation fits relation/replay');
    expect(err).toContain('list them: allocheck relations');
  });
});
