/**
 * Passes that have somebody else do what one thread did, or do it at once: what is freed by another thread goes past the
 * first one's cache, and a thread that ends gives back all that its cache holds.
 *
 * The changed program is no smaller, so it is never tried itself: it is where deletions start from.
 */
import { commandAt, commandsOf, mapCommands, withCommands } from '../../program/edit.ts';
import type { Command } from '../../program/edit.ts';
import { OP, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { chunks } from './deletions.ts';
import type { Nature } from './nature.ts';
import type { Pass } from './search.ts';

/** Commands of programs for which it is tried. */
const COMMANDS_MIN = 4;
const COMMANDS_MAX = 32;

/** Everything that is freed, by a processor of its own. */
export const freeElsewhere: Pass = function* freeElsewhere(program) {
  if (!isFit(program) || freesOf(program) < 2) return;
  const { procs } = program.heap;
  const freer = Math.max(1, procs - 1);
  const moved = mapCommands(program, ([op, a, b, c, processor, via = 0]) => [
    op,
    a,
    b,
    c,
    op === OP.FREE ? freer : processor,
    via,
  ]);
  yield* chunks({ ...moved, heap: { ...moved.heap, procs: freer + 1 } }, 1);
};

/** A thread that ends, in the place of what is at the end. */
export const endThread: (nature: Nature) => Pass = ({ geometries, isFamily }) =>
  function* threadEnded(program) {
    if (!isFamily || !isFit(program)) return;
    const last = commandAt(program, commandCount(program) - 1);
    const end: Command = [OP.GOEXIT, 0, 0, 0, last[4]];
    const ended = withCommands(program, [...commandsOf(program), end]);
    for (const geometry of new Set([program.heap.geometry, ...geometries.slice(-1)])) {
      yield* chunks({ ...ended, heap: { ...ended.heap, geometry } }, 1);
    }
  };

function isFit(program: Program): boolean {
  const count = commandCount(program);
  return count >= COMMANDS_MIN && count <= COMMANDS_MAX;
}

function freesOf(program: Program): number {
  return commandsOf(program).filter(([op]) => op === OP.FREE).length;
}
