/** Which numbers of a command are labels of blocks. */
import { PLAIN } from './plain.ts';
import { OP, STRIDE } from './program.ts';
import type { Program } from './program.ts';

const FIRST: readonly number[] = [1];
const COLUMNS: Readonly<Record<number, readonly number[]>> = {
  [OP.REALLOC]: [1, 2],
  [OP.REALLOCARRAY]: [1, 2],
  [OP.LINK]: [1, 3],
  [OP.CHURN]: [],
  ...Object.fromEntries(
    PLAIN.filter(({ operand }) => operand !== 'label').map(({ op }) => [op, []]),
  ),
};

/**
 * Positions of the labels among the numbers of a command: 1 is a, 2 is b, 3 is c. A negative label
 * names nothing.
 */
export function labelColumns(op: number): readonly number[] {
  return COLUMNS[op] ?? FIRST;
}

const MAKERS: ReadonlySet<number> = new Set([
  OP.MALLOC,
  OP.CALLOC,
  OP.REALLOC,
  OP.MEMALIGN,
  OP.REALLOCARRAY,
]);

/** Whether commands of the kind make the block that their first label names. */
export function isMaker(op: number): boolean {
  return MAKERS.has(op);
}

/** The program with `to(label)` for each label. */
export function mapLabels(program: Program, to: (label: number) => number): Program {
  const commands = program.commands.slice();
  for (let at = 0; at < commands.length; at += STRIDE) {
    for (const column of labelColumns(commands[at] as number)) {
      const label = commands[at + column] as number;
      if (label >= 0) commands[at + column] = to(label);
    }
  }
  return { ...program, commands };
}

/** Whether command `index` names the block. */
export function names(program: Program, index: number, label: number): boolean {
  const { commands } = program;
  const at = index * STRIDE;
  return labelColumns(commands[at] as number).some((column) => commands[at + column] === label);
}
