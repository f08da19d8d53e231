/**
 * Where the numbers of a command stand that are neither labels nor pointer words: sizes, counts,
 * words, offsets, pages.
 */
import { ALL_WORDS } from '../../../spec/subject.ts';
import { commandAt } from '../../program/edit.ts';
import { isMaker } from '../../program/labels.ts';
import { PLAIN } from '../../program/plain.ts';
import { NOSCAN, OP, STRIDE, VIA, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { numberText } from '../../program/words.ts';

const NONE: readonly number[] = [];
const COLUMNS: Readonly<Record<number, readonly number[]>> = {
  [OP.MALLOC]: [2],
  [OP.CALLOC]: [2, 3],
  [OP.REALLOC]: [3],
  [OP.MEMALIGN]: [2, 3],
  [OP.REALLOCARRAY]: [3, VIA],
  [OP.CHURN]: [1, 2],
  [OP.BADFREE]: [2],
  [OP.AMBIGUOUS]: [2],
  [OP.LINK]: [2],
  [OP.LOAD]: [2],
  ...Object.fromEntries(
    PLAIN.filter(({ operand }) => operand === 'count').map(({ op }) => [op, [1]]),
  ),
};

/** Positions among the numbers of a command: 1 is a, 2 is b, 3 is c, VIA the last. */
export function numberColumns(op: number): readonly number[] {
  return COLUMNS[op] ?? NONE;
}

/**
 * Whether 0 is a number like others: a word, an offset, pages. As a size it is a case of its own.
 */
export function zeroIsPlain(op: number): boolean {
  return !isMaker(op) && op !== OP.CHURN;
}

function isSizeAt(op: number, column: number): boolean {
  if (op === OP.CHURN) return column === 2;
  return isMaker(op) && !(op === OP.MEMALIGN && column === 2);
}

/** One number of a program. */
export interface Slot {
  readonly index: number;
  readonly column: number;
  readonly value: number;
  readonly isSize: boolean;
}

/** All numbers of the program, in order. */
export function slotsOf(program: Program): readonly Slot[] {
  const slots: Slot[] = [];
  for (let index = 0; index < commandCount(program); index += 1) {
    const command = commandAt(program, index);
    for (const column of numberColumns(command[0])) {
      const value = command[column] as number;
      const isSize = isSizeAt(command[0], column);
      slots.push({ index, column, value, isSize });
    }
  }
  return slots;
}

/** The slots of sizes, by what they hold. -0 is not 0, and NaN is NaN. */
export function equalSizes(slots: readonly Slot[]): readonly (readonly Slot[])[] {
  const groups = new Map<string, Slot[]>();
  for (const slot of slots) {
    if (!slot.isSize) continue;
    const key = numberText(slot.value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slot]);
    else group.push(slot);
  }
  return [...groups.values()];
}

/**
 * The program with other numbers in these slots. A block keeps no more pointer words than it has
 * room for.
 */
export function withNumbers(
  program: Program,
  slots: readonly Slot[],
  valueOf: (slot: Slot) => number,
): Program {
  const commands = program.commands.slice();
  for (const slot of slots) {
    const at = slot.index * STRIDE;
    commands[at + slot.column] = valueOf(slot);
    if (commands[at] !== OP.MALLOC) continue;
    commands[at + 3] = fittingWords(commands[at + 2] as number, commands[at + 3] as number);
  }
  return { ...program, commands };
}

function fittingWords(size: number, pointerWords: number): number {
  const room = Math.floor(size / 8);
  if (pointerWords === ALL_WORDS || pointerWords <= room || Number.isNaN(room)) return pointerWords;
  return Math.max(NOSCAN, room);
}
