/**
 * Passes that make numbers smaller.
 *
 * What fails often fails because sizes are equal, or of one class: so all are lowered together
 * first, then those that are equal, then each alone. A search by halves finds the smallest that
 * fails when all larger ones do; where that is not so, the edges are tried as well.
 */
import type { Program } from '../../program/program.ts';
import { equalSizes, slotsOf, withNumbers } from './numbers.ts';
import type { Slot } from './numbers.ts';
import { tidy } from './search.ts';
import type { Pass } from './search.ts';

/** Tried first for any size: the smallest, a word, the smallest that is no tiny block. */
const FIRST_TRIES: readonly number[] = [1, 8, 16];

/**
 * What an odd size may become: where 32, 47 and 53 bits end, then the odd ones from the plainest.
 */
const ODD_TRIES: readonly number[] = [
  2 ** 31,
  2 ** 32,
  2 ** 47,
  2 ** 48,
  2 ** 53,
  0,
  -1,
  1.5,
  Number.POSITIVE_INFINITY,
];

/** Edges of most allocators: powers of two, half-way between them, and one more. */
export const COMMON_EDGES: readonly number[] = Array.from({ length: 14 }, (_, i) => 2 ** (i + 3))
  .flatMap((power) => [power, power + 1, power * 1.5, power * 1.5 + 1])
  .filter((edge) => edge <= 65_537);

/** Most steps of one search by halves: from 2^53 to 1. */
const HALVINGS_MAX = 53;

/**
 * All sizes at once: to 1, 8, 16; to the half, as long as that fails; down by what the smallest can
 * spare.
 */
export const lowerAll: Pass = function* lowerAll(program) {
  let best = program;
  for (const size of FIRST_TRIES) {
    const candidate = withSizes(best, () => size);
    if (yield candidate) return;
  }
  for (let halvings = 0; halvings < HALVINGS_MAX; halvings += 1) {
    const candidate = withSizes(best, ({ value }) => Math.ceil(value / 2));
    if (!(yield candidate)) break;
    best = candidate;
  }
  const least = Math.min(...sizesOf(best).map(({ value }) => value));
  yield withSizes(best, ({ value }) => value - least + 1);
};

/** Equal sizes together, the largest first. */
export const lowerEqual: Pass = (program) =>
  lowerGroups(program, (slots) =>
    equalSizes(slots).toSorted(([a], [b]) => (b as Slot).value - (a as Slot).value),
  );

/** Each number alone, from the last command to the first. */
export const lowerEach: Pass = (program) =>
  lowerGroups(program, (slots) => slots.toReversed().map((slot) => [slot]));

/**
 * Each size, and equal ones together, to the edges below it and to the other sizes of the program.
 */
export const tryEdges: (edges: readonly number[]) => Pass = (edges) =>
  function* toEdges(program) {
    let best = program;
    const sizes = sizesOf(program);
    const tries = [...new Set([...edges, ...sizes.map(({ value }) => value)])].sort(
      (a, b) => a - b,
    );
    for (const group of groupsOf(sizes)) {
      const { value } = group[0] as Slot;
      for (const size of tries) {
        if (!(size < value)) break;
        const candidate = withGroup(best, group, size);
        if (!(yield candidate)) continue;
        best = candidate;
        break;
      }
    }
  };

/** Equal sizes together, then each alone. */
function groupsOf(sizes: readonly Slot[]): readonly (readonly Slot[])[] {
  return [...equalSizes(sizes).filter(({ length }) => length > 1), ...sizes.map((slot) => [slot])];
}

/** Lowers one group of numbers after the other. The commands stay, so a slot stays where it is. */
function* lowerGroups(
  program: Program,
  groupsOfSlots: (slots: readonly Slot[]) => readonly (readonly Slot[])[],
): Generator<Program, void, boolean> {
  let best = program;
  for (const group of groupsOfSlots(slotsOf(program))) {
    best = yield* lowerGroup(best, group);
  }
}

/** The program with the smallest number in all slots of the group that is found to fail. */
function* lowerGroup(
  program: Program,
  group: readonly Slot[],
): Generator<Program, Program, boolean> {
  const { value, isSize } = group[0] as Slot;
  let failing = value;
  let passing = 0;
  const isPlain = Number.isSafeInteger(value) && value > 0;
  const first = isSize ? FIRST_TRIES : [0, ...FIRST_TRIES];
  for (const tried of isPlain ? first.filter((size) => size < value) : [...first, ...ODD_TRIES]) {
    if (yield withGroup(program, group, tried)) {
      failing = tried;
      break;
    }
    if (tried < failing) passing = Math.max(passing, tried);
  }
  for (let halvings = 0; halvings < HALVINGS_MAX && failing - passing > 1; halvings += 1) {
    const middle = passing + Math.floor((failing - passing) / 2);
    if (yield withGroup(program, group, middle)) failing = middle;
    else passing = middle;
  }
  return withGroup(program, group, failing);
}

function withGroup(program: Program, group: readonly Slot[], value: number): Program {
  return tidy(withNumbers(program, group, () => value));
}

function sizesOf(program: Program): readonly Slot[] {
  return slotsOf(program).filter(({ isSize }) => isSize);
}

function withSizes(program: Program, valueOf: (slot: Slot) => number): Program {
  return tidy(withNumbers(program, sizesOf(program), valueOf));
}
