// Goal: no bench rots. Method: run every one for an instant, and compare digests of what they did: of
// the addresses that the model gave, and of the sizes and commands that are put in.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { execute } from '../../src/engine/execute.ts';
import { STRIDE } from '../../src/program/program.ts';
import { compileCLibrary } from '../../bench/glibc.ts';
import { JUDGED_WORKS, SHORT, measureJudged } from '../../bench/judged.ts';
import { picksOf, prepare } from '../../bench/loops.ts';
import { WORKS, measurePairs } from '../../bench/pairs.ts';
import { ModelPool } from '../../bench/pools.ts';
import { PAGES, POINTERS, SMALL, steadyProgram } from '../../bench/programs.ts';
import { SIZE_TABLES } from '../../bench/sizes.ts';
import { SMOKE } from '../../bench/timing.ts';

/** Most live blocks of a loop that a test has time for. */
const LIVE_MAX = 1000;

const works = WORKS.filter(({ live }) => live <= LIVE_MAX);

function digestOf(numbers: Iterable<number>): number {
  let digest = 0;
  for (const number of numbers) digest = (Math.imul(digest, 31) + number) | 0;
  return digest;
}

describe('a loop', () => {
  it.each(works)('$loop of $table.name bytes, $live live, runs on every pool', (work) => {
    const row = measurePairs(work, SMOKE, undefined);
    for (const ns of [row.model, row.thing]) expect(ns).toBeGreaterThanOrEqual(0);
    expect(row.c).toBeNaN();
    expect(measurePairs(work, SMOKE, undefined).digest).toBe(row.digest);
  });

  it('goes on with other blocks in its next round', () => {
    const work = WORKS.find(({ loop, live }) => loop === 'replace' && live === LIVE_MAX)!;
    const run = prepare(work, new ModelPool());
    const twice = [run(1), run(1)];
    expect(twice[0]).not.toBe(twice[1]);
  });
});

describe('a program', () => {
  it.each(JUDGED_WORKS.filter(({ live }) => live <= LIVE_MAX))(
    'of $mix.name blocks, $live live, is judged',
    (work) => {
      const row = measureJudged(work, SHORT);
      for (const ns of [row.judged, row.unjudged, row.bare]) expect(ns).toBeGreaterThanOrEqual(0);
      expect(row.checks).toBeGreaterThan(10);
    },
  );

  it.each([SMALL, PAGES, POINTERS])('of $name blocks does something at every command', (mix) => {
    const { commands, effective } = execute(steadyProgram(mix, 20, 50), goSubject, []);
    expect(commands).toBe(120);
    expect(effective.reduce((sum, count) => sum + count)).toBe(120);
  });
});

describe('the C loops', () => {
  const source = join(import.meta.dirname, '../../bench/glibc-pair.c');
  const c = compileCLibrary(source);

  it.runIf(c !== undefined)('answer a time for each loop', { timeout: 60_000 }, () => {
    expect(c?.name).toMatch(/^(?:glibc [\d.]+|the C library)$/);
    for (const loop of ['lifo', 'batch', 'replace'] as const) {
      const work = works.find((it) => it.loop === loop)!;
      expect(c?.measure(work)).toBeGreaterThan(0);
    }
    c?.dispose();
  });

  it('are left out where they do not compile', () => {
    expect(compileCLibrary(`${source}.none`)).toBeUndefined();
  });
});

describe('what is put in', () => {
  it('is the same in every run', () => {
    const digests = {
      sizes: SIZE_TABLES.map(({ sizes }) => digestOf(sizes)),
      picks: digestOf(picksOf(LIVE_MAX)),
      programs: [SMALL, PAGES, POINTERS].map((mix) =>
        digestOf(steadyProgram(mix, 100, 100).commands),
      ),
    };
    expect(digests).toMatchInlineSnapshot(`
      {
        "picks": 1467734089,
        "programs": [
          1545682241,
          43990431,
          81768400,
        ],
        "sizes": [
          8,
          64,
          1024,
          8192,
          40000,
          -440253539,
        ],
      }
    `);
  });

  it('has the sizes that it is said to have', () => {
    const sizes = SIZE_TABLES.at(-1)!.sizes;
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
    const { commands } = steadyProgram(SMALL, 5000, 0);
    const total = commands.filter((_, i) => i % STRIDE === 2).reduce((sum, size) => sum + size);
    expect(total / 5000).toBeGreaterThan(100);
    expect(total / 5000).toBeLessThan(200);
  });
});
