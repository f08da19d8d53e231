/** Passes that delete commands, without regard to what they mean. */
import { keepCommands, removeRange } from '../../program/edit.ts';
import { commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { atEachPlace, tidy } from './search.ts';
import type { Pass } from './search.ts';

/** How often a long program is halved. */
const COARSE_HALVINGS = 7;
/** Most commands for which all pairs are tried: 780 of them. */
const PAIRS_COMMANDS_MAX = 40;
/** The same, where many are alike: 4,950. */
const PAIRS_OF_MANY_MAX = 100;
/** Most commands for which all stretches are tried. */
const WINDOWS_COMMANDS_MAX = 32;
/** Most commands for which stretches of all lengths are tried, side by side. */
const STRETCHES_COMMANDS_MAX = 256;

/** Cuts off the end: a search by halves for the shortest beginning that fails. */
export const truncate: Pass = function* truncate(program) {
  let passing = 0;
  let failing = commandCount(program);
  while (failing - passing > 1) {
    const middle = (passing + failing) >> 1;
    if (yield tidy(removeRange(program, middle, commandCount(program)))) failing = middle;
    else passing = middle;
  }
};

/** Deletes stretches from the back: halves, quarters, and so on down to two commands. */
export const deleteChunks: Pass = (program) => chunks(program, 2);

/** Deletes stretches of many commands from the back: halves, quarters, and so on down to a part in 128. */
export const deleteCoarse: Pass = (program) =>
  chunks(program, Math.max(2, commandCount(program) >> COARSE_HALVINGS));

/** Deletes stretches of half the commands from the back, then of a quarter, down to `least`. */
export function* chunks(program: Program, least: number): Generator<Program, void, boolean> {
  let best = program;
  for (let size = commandCount(best) >> 1; size >= least; size >>= 1) {
    for (let end = commandCount(best); end > 0; end -= size) {
      const candidate = tidy(removeRange(best, Math.max(0, end - size), end));
      if (yield candidate) best = candidate;
      end = Math.min(end, commandCount(best) + size);
    }
  }
}

/** Deletes each command, and with it what can do nothing without it. */
export const deleteSingles: Pass = (program) =>
  atEachPlace(program, commandCount, (best, index) => [removeRange(best, index, index + 1)]);

/** Deletes two commands at once: what comes in pairs, or counts by parity. */
export const deletePairs: Pass = (program) => pairs(program, PAIRS_COMMANDS_MAX);

/** The same of what is left of a long program: mostly blocks that are alike, so that few pairs of them differ. */
export const deletePairsOfMany: Pass = (program) => pairs(program, PAIRS_OF_MANY_MAX);

function pairs(program: Program, most: number): Generator<Program, void, boolean> {
  return atEachPlace(program, countUpTo(most), function* partners(best, second) {
    for (let first = second - 1; first >= 0; first -= 1) {
      yield keepCommands(best, (index) => index !== first && index !== second);
    }
  });
}

/** Deletes each stretch of three commands or more, the longest first: what must go as a whole. */
export const deleteWindows: Pass = (program) =>
  atEachPlace(program, countUpTo(WINDOWS_COMMANDS_MAX), function* windows(best, last) {
    for (let first = 0; first <= last - 2; first += 1) yield removeRange(best, first, last + 1);
  });

/** Deletes stretches of every length side by side, from the back: so many blocks as fill a span. */
export const deleteStretches: Pass = function* deleteStretches(program) {
  let best = program;
  if (commandCount(best) > STRETCHES_COMMANDS_MAX) return;
  for (let size = commandCount(best) >> 1; size >= 3; size -= 1) {
    for (let end = commandCount(best); end >= size; end -= size) {
      const candidate = tidy(removeRange(best, end - size, end));
      if (yield candidate) best = candidate;
      end = Math.min(end, commandCount(best) + size);
    }
  }
};

/** The number of commands where it is small enough, else none. */
function countUpTo(max: number): (program: Program) => number {
  return (program) => (commandCount(program) <= max ? commandCount(program) : 0);
}
