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
const GROWN: readonly number[] = [2048, 2305, 4096, 4865, 8192, 16_384, 32_769];
/** Of so many blocks as these, so few are tried one by one. */
const MANY = 16;
const COUNTED = 8;
/** Multiples of the size, besides. */
const TIMES: readonly number[] = [2, 4];

/** All blocks that are asked for alike, whatever their sizes. */
export const growAll: Pass = function* growAll(program) {
  const slots = mallocsOf(program);
  const groups = slots.length < BLOCKS_MIN ? [] : [slots];
  if (yield* grown(program, groups, fewest)) return;
  yield* grown(program, slots.length < MANY ? [] : groups, counted);
};

/** Those of one size. */
export const growEqual: Pass = function* growEqual(program) {
  const groups = equalSizes(mallocsOf(program)).filter(({ length }) => length >= BLOCKS_MIN);
  yield* grown(program, groups, fewest);
};

/** Tries how many of the blocks at these places, which have become larger, are enough; whether fewer are. */
type Search = (larger: Program, idle: readonly number[]) => Generator<Program, boolean, boolean>;

function* grown(
  program: Program,
  groups: readonly (readonly Slot[])[],
  search: Search,
): Generator<Program, boolean, boolean> {
  for (const group of groups) {
    const largest = Math.max(...group.map(({ value }) => value));
    const sizes = new Set([...TIMES.map((times) => largest * times), ...GROWN]);
    const idle = group.map(({ index }) => index).filter((index) => isIdle(program, index));
    for (const size of [...sizes].filter((each) => each > largest).sort((a, b) => a - b)) {
      if (
        yield* search(
          withNumbers(program, group, () => size),
          idle,
        )
      )
        return true;
    }
  }
  return false;
}

/** By halves. */
const fewest: Search = function* fewest(larger, idle) {
  let [passing, failing] = [-1, idle.length];
  while (failing - passing > 1) {
    const middle = (passing + failing) >> 1;
    if (yield withLast(larger, idle, middle)) failing = middle;
    else passing = middle;
  }
  return failing < idle.length;
};

/** One by one, for what takes a number that divides something. */
const counted: Search = function* counted(larger, idle) {
  for (let count = 0; count <= Math.min(COUNTED, idle.length - 1); count += 1)
    if (yield withLast(larger, idle, count)) return true;
  return false;
};

/** Those that nothing else names go, but for the last of them. */
function withLast(larger: Program, idle: readonly number[], count: number): Program {
  const gone = new Set(idle.slice(0, idle.length - count));
  return tidy(keepCommands(larger, (index) => !gone.has(index)));
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
