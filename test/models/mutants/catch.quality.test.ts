// Goal: each mutant is found, told to be what it is, and made small.
// Method: campaigns as `allocheck run` makes them, of three fixed seeds, within each mutant's own
// budget. The smallest program of each is written out here: it must break the mutant and nothing
// else, and the shrinker must come to it. All 20 seeds are run by twenty-seeds.quality.test.ts.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../../models/go/subject.ts';
import { mutants } from '../../../models/mutants/index.ts';
import { loadMutant } from '../../../models/mutants/load.ts';
import { printProgram } from '../../../src/program/text.ts';
import { brokenBy, findingOf, firstCatch, isCaught, mutantOf } from './support.ts';

const SEEDS = [1, 2, 3];

/** Most commands of a program that a person still sees through at once. */
const COMMANDS_MAX = 8;

interface Minimal {
  readonly id: string;
  /** The lines behind `heap go`. */
  readonly lines: readonly string[];
  /** What follows `heap go` in its line, where that matters. */
  readonly heap?: string;
  /** A mutant may have several smallest programs: the seed whose campaign comes to this one. */
  readonly seed?: number;
}

const MINIMAL: readonly Minimal[] = [
  {
    id: 'go/allocation-ignores-memory-limit',
    lines: ['a = malloc 32769 noscan', 'b = realloc a 1', 'c = malloc 212993 noscan'],
    heap: 'limit=256KiB',
    seed: 2,
  },
  {
    id: 'go/assist-ratio-reaches-zero',
    lines: [],
  },
  {
    id: 'go/checkmark-shared-by-arena',
    lines: ['a = malloc 1 noscan', 'gc'],
    heap: 'checkmark',
    seed: 2,
  },
  {
    id: 'go/cons-mark-from-pi',
    lines: [
      'a = malloc 8',
      'b = malloc 401409 noscan',
      'gc',
      'c = malloc 1 noscan',
      'd = malloc 393217 noscan',
      'e = malloc 638977 noscan',
      'gc',
    ],
    heap: 'gogc=10',
  },
  {
    id: 'go/double-free-accepted',
    lines: ['a = malloc 1 noscan', 'b = malloc 16 noscan', 'free b', 'badfree b'],
  },
  {
    id: 'go/free-all-before-sweep',
    lines: ['freeOSMemory'],
  },
  {
    id: 'go/full-span-unfiled',
    lines: [
      'a = malloc 6913 noscan',
      'b = malloc 6913 noscan',
      'gc',
      'c = malloc 6913 noscan',
      'gc',
    ],
  },
  {
    id: 'go/growth-keeps-fragments',
    lines: ['a = malloc 32769 noscan', 'free a', 'gc', 'b = malloc 4194305 noscan'],
  },
  { id: 'go/heap-bits-rounded-down', lines: ['a = malloc 9'] },
  {
    id: 'go/idle-workers-on-all-procs',
    lines: [],
    heap: 'procs=4',
  },
  {
    id: 'go/limit-forgets-own-pages',
    lines: ['a = malloc 1826817 noscan', 'free a', 'b = malloc 6553601 noscan'],
    heap: 'limit=8MiB',
  },
  {
    id: 'go/limiter-bucket-of-one-proc',
    lines: [],
    heap: 'procs=2',
  },
  {
    id: 'go/mspan-hands-out-twice',
    lines: ['a = malloc 8 noscan', 'b = malloc 9 noscan'],
    seed: 2,
  },
  {
    id: 'go/pacer-forgets-heap-minimum',
    lines: [],
  },
  {
    id: 'go/pacer-multiplies-first',
    lines: ['a = malloc 1 noscan', 'gc'],
  },
  {
    id: 'go/pacer-sweeper-delays-limit',
    lines: [],
    heap: 'limit=2MiB',
  },
  {
    id: 'go/page-cache-loses-pages',
    lines: ['a = malloc 1 noscan', 'b = malloc 17 noscan'],
  },
  {
    id: 'go/page-cache-memory-unmapped',
    lines: ['a = malloc 1 noscan'],
  },
  {
    id: 'go/refused-map-counted',
    lines: ['fault map#1 refuse', 'a = malloc 1 noscan'],
  },
  {
    id: 'go/released-reduced-by-whole-run',
    lines: ['a = malloc 32769 noscan', 'free a', 'b = malloc 6785 noscan'],
    seed: 3,
  },
  {
    id: 'go/released-stays-ready',
    lines: ['a = malloc 32769 noscan', 'free a', 'scavenge 1'],
  },
  { id: 'go/reused-slot-not-cleared', lines: ['a = malloc 9', 'free a', 'b = malloc 9'] },
  {
    id: 'go/scan-alloc-survives-marking',
    lines: ['a = malloc 8', 'gc'],
  },
  {
    id: 'go/scan-misses-last-word',
    lines: ['a = malloc 8', 'b = malloc 16 noscan', 'a[0] -> b', 'drop b', 'gc'],
  },
  {
    id: 'go/scavenge-counted-twice',
    lines: ['a = malloc 32769 noscan', 'free a', 'scavenge 1'],
    seed: 2,
  },
  {
    id: 'go/scavenge-limit-goal-in-percent',
    lines: ['a = malloc 245761 noscan'],
    heap: 'limit=256KiB',
  },
  {
    id: 'go/scavenged-bit-survives-allocation',
    lines: ['a = malloc 1 noscan'],
  },
  {
    id: 'go/scavenger-ignores-goals',
    lines: ['a = malloc 16 noscan', 'free a', 'gc', 'gcStart', 'bgscavenge 1'],
  },
  {
    id: 'go/scavenger-ignores-limiter',
    lines: [
      'a = malloc 262145 noscan',
      'free a',
      'gcStart',
      'wait 4000',
      'b = malloc 122881 noscan',
    ],
    heap: 'limit=256KiB',
    seed: 2,
  },
  {
    id: 'go/scavenger-parks-at-one-goal',
    lines: ['a = malloc 16 noscan', 'free a', 'gc', 'gc', 'bgscavenge 1'],
  },
  {
    id: 'go/scavenger-runs-past-goal',
    lines: [
      'a = malloc 6785 noscan',
      'b = malloc 16385 noscan',
      'free b',
      'gc',
      'gc',
      'bgscavenge 2',
    ],
  },
  {
    id: 'go/search-addr-past-chunk',
    lines: ['a = malloc 1 noscan', 'b = malloc 17 noscan'],
  },
  {
    id: 'go/small-spans-sweep-for-free',
    lines: ['a = malloc 1507329 noscan', 'gc', 'b = malloc 1 noscan'],
    seed: 2,
  },
  { id: 'go/summary-end-forgets-children', lines: ['a = malloc 8388609 noscan'] },
  {
    id: 'go/sweep-leaves-needzero',
    lines: ['a = malloc 1 noscan', 'b = malloc 16 noscan', 'free b', 'gc'],
  },
  {
    id: 'go/sweep-stops-at-swept-span',
    lines: ['a = malloc 1 noscan', 'b = malloc 17 noscan', 'gc', 'gc', 'free a'],
  },
  {
    id: 'go/swept-pages-carried-over',
    lines: ['a = malloc 1 noscan'],
  },
  { id: 'go/tiny-block-survives-flush', lines: ['a = malloc 1 noscan', 'gc', 'gc'] },
  { id: 'go/tiny-offset-unaligned', lines: ['a = malloc 1 noscan', 'b = malloc 2 noscan'] },
];

describe('the smallest programs', () => {
  it('are there for every mutant', () => {
    expect(MINIMAL.map(({ id }) => id)).toEqual(mutants.map(({ id }) => id));
  });
});

describe.each(MINIMAL.map((minimal) => [minimal.id, minimal] as const))('%s', (id, minimal) => {
  const { lines, heap, seed = 1 } = minimal;
  const mutant = mutantOf(id);
  const head = heap === undefined ? 'heap go' : `heap go ${heap}`;
  const text = `${['allocheck 1', head, ...lines].join('\n')}\n`;

  it('is found within its budget, whatever the seed', () => {
    const caught = SEEDS.filter((each) => isCaught(mutant, firstCatch(mutant, each)));

    expect(caught).toEqual(SEEDS);
  });

  it('is shown by its smallest program, where the model itself holds everything', () => {
    expect(lines.length).toBeLessThanOrEqual(COMMANDS_MAX);
    expect(brokenBy(text, loadMutant(mutant))).toSatisfy((ids: readonly string[]) =>
      isCaught(mutant, ids),
    );
    expect(brokenBy(text, goSubject)).toEqual([]);
  });

  it('is shrunk to its smallest program', () => {
    const found = findingOf(mutant, seed);

    expect(found && printProgram(found.shrunk.program)).toBe(text);
  });
});
