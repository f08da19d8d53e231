/**
 * Passes that put few large blocks in the place of many small ones: what fills a span, or comes to so many bytes, takes
 * fewer commands with larger blocks.
 *
 * The program with larger blocks is no smaller, so it is never tried itself: how many of the blocks are needed is found by
 * halves, and that is.
 */
import { keepCommands } from '../../program/edit.ts';
import { isMaker, names } from '../../program/labels.ts';
import { OP, STRIDE, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { equalSizes, slotsOf, withNumbers } from './numbers.ts';
import type { Slot } from './numbers.ts';
import { tidy } from './search.ts';
import type { Pass } from './search.ts';

/** Fewest blocks that are worth it, and most for which each size is tried. */
const BLOCKS_MIN = 4;
/**
 * What blocks grow to: four, two and one in a page of 8 KiB, half a span of the largest class, no class at all; and three in
 * a span with a rest that is no slot.
 */
const GROWN: readonly number[] = [2048, 2305, 4096, 4865, 8192, 16_384, 32_769, 122_881];
/** Of many blocks, so few are tried one by one: what counts may be a number that divides something. */
const COUNTED = 8;
/** Multiples of the size, besides. */
const TIMES: readonly number[] = [2, 4];

/** All blocks that are asked for alike, whatever their sizes. */
export const growAll: Pass = function* growAll(program) {
  yield* grown(program, (slots) => (slots.length < BLOCKS_MIN ? [] : [slots]));
};

/** Those of one size. */
export const growEqual: Pass = function* growEqual(program) {
  yield* grown(program, (slots) => equalSizes(slots).filter(({ length }) => length >= BLOCKS_MIN));
};

function* grown(
  program: Program,
  groupsOf: (slots: readonly Slot[]) => readonly (readonly Slot[])[],
): Generator<Program, void, boolean> {
  for (const group of groupsOf(mallocsOf(program))) {
    const largest = Math.max(...group.map(({ value }) => value));
    const sizes = new Set([...TIMES.map((times) => largest * times), ...GROWN]);
    for (const size of [...sizes].filter((each) => each > largest).sort((a, b) => a - b)) {
      if (yield* fewest(program, group, size)) return;
    }
  }
}

/** Whether fewer blocks of the group are enough when they have this size: those that nothing else names go. */
function* fewest(
  program: Program,
  group: readonly Slot[],
  size: number,
): Generator<Program, boolean, boolean> {
  const larger = withNumbers(program, group, () => size);
  const idle = group.map(({ index }) => index).filter((index) => isIdle(program, index));
  const withLast = (count: number): Program => {
    const gone = new Set(idle.slice(0, idle.length - count));
    return tidy(keepCommands(larger, (index) => !gone.has(index)));
  };
  if (idle.length > COUNTED)
    for (let count = 0; count <= COUNTED; count += 1) if (yield withLast(count)) return true;
  let [passing, failing] = [-1, idle.length];
  while (failing - passing > 1) {
    const middle = (passing + failing) >> 1;
    if (yield withLast(middle)) failing = middle;
    else passing = middle;
  }
  return failing < idle.length;
}

/** Where the sizes of plain mallocs stand. */
function mallocsOf(program: Program): readonly Slot[] {
  return slotsOf(program).filter(({ index }) => program.commands[index * STRIDE] === OP.MALLOC);
}

/** Whether the block that the command makes is named by no other. */
function isIdle(program: Program, maker: number): boolean {
  const label = program.commands[maker * STRIDE + 1] as number;
  for (let index = 0; index < commandCount(program); index += 1) {
    if (index !== maker && names(program, index, label)) return false;
  }
  return isMaker(program.commands[maker * STRIDE] as number);
}
