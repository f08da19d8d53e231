/**
 * A pass for what goes wrong where memory runs out: what many blocks fill together, two can fill as well.
 *
 * By how much nobody knows but the allocator, which needs some for itself and takes it in pieces. So sizes up to the limit are
 * tried, the largest first, by steps that are smaller than such a piece.
 */
import { commandsOf, withCommands } from '../../program/edit.ts';
import type { Command } from '../../program/edit.ts';
import { freshLabel } from '../../program/expand.ts';
import { NOSCAN, OP, STRIDE, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { KIB } from '../../base/units.ts';
import type { Pass } from './search.ts';
import { tidy } from './search.ts';

/** Commands from which on a program is worth so many tries. */
const COMMANDS_MIN = 7;
/** Commands at the end that stay as they are: what breaks, and what comes before it. */
const KEPT: readonly number[] = [1, 0];
/** The first block takes what is left of a piece that the allocator has already; 0 for no such block. */
const FIRST: readonly number[] = [0, 700 * KIB];
const STEP = 64 * KIB;
const STEPS = 48;

/** Of commands without a collector: a limit of Go's heap is another thing. */
const PLAIN_OPS: ReadonlySet<number> = new Set([
  OP.MALLOC,
  OP.CALLOC,
  OP.REALLOC,
  OP.MEMALIGN,
  OP.REALLOCARRAY,
  OP.FREE,
  OP.WRITE,
  OP.READ,
]);

/** Two blocks in the place of all that fill the memory which the program is limited to. */
export const exhaustAtOnce: Pass = function* exhaustAtOnce(program) {
  const { memoryLimit } = program.heap;
  const count = commandCount(program);
  if (memoryLimit === undefined || count < COMMANDS_MIN || !isPlain(program)) return;
  const unused = freshLabel(program);
  for (const kept of KEPT) {
    const last = commandsOf(program).slice(count - kept);
    for (const first of FIRST) {
      const before: readonly Command[] = first === 0 ? [] : [blockOf(unused, first)];
      for (let step = 0; step < STEPS; step += 1) {
        const size = memoryLimit - step * STEP;
        const commands = [...before, blockOf(unused + 1, size), ...last];
        if (yield tidy(withCommands(program, commands))) return;
      }
    }
  }
};

function isPlain({ commands }: Program): boolean {
  for (let at = 0; at < commands.length; at += STRIDE)
    if (!PLAIN_OPS.has(commands[at] as number)) return false;
  return true;
}

function blockOf(label: number, size: number): Command {
  return [OP.MALLOC, label, size, NOSCAN, 0, 0];
}
