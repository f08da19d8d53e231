/** The command that asks for a block and frees it, many times over: what is counted by an allocator comes round by it. */
import { OP, STRIDE } from './program.ts';
import type { Program } from './program.ts';

/** Most times that one command asks for a block and frees it. */
const TIMES_MAX = 100_000;

/** How many times a block is asked for and freed; 0 for what is no number of times. */
function timesOf(times: number): number {
  return Number.isInteger(times) && times > 0 ? Math.min(times, TIMES_MAX) : 0;
}

/** How many calls the command at `at` is, one after the other. */
export function movesAt(commands: Float64Array, at: number): number {
  return commands[at] === OP.CHURN ? 2 * timesOf(commands[at + 1] as number) : 1;
}

/** How many calls the program is, at most. */
export function movesOf({ commands }: Program): number {
  let moves = 0;
  for (let at = 0; at < commands.length; at += STRIDE) moves += movesAt(commands, at);
  return moves;
}
