/**
 * A pass that puts one command, of any kind, in the place of two: what no rule of the other passes says.
 *
 * It tries everything, so it is for programs that are small already, and comes last.
 */
import { ALL_WORDS } from '../../../spec/subject.ts';
import { commandAt } from '../../program/edit.ts';
import type { Command } from '../../program/edit.ts';
import { isMaker } from '../../program/labels.ts';
import { NOSCAN, OP, STRIDE, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { slotsOf } from './numbers.ts';
import { tidy } from './search.ts';
import type { Pass } from './search.ts';

/** Most commands of programs for which it is tried: some 1,100 candidates. */
const COMMANDS_MAX = 6;
/** Sizes that are tried besides those of the program: the smallest, of a slot without neighbours, of no slot. */
const SIZES: readonly number[] = [1, 16, 32_769];
/** What a block is reallocated to: a tiny one, one that has its slot alone, one of a class that nothing else here is of. */
const REALLOCATED: readonly number[] = [1, 16, 33];
/** Kinds that name a block, and those that name none with their operands. */
const NAMING: readonly number[] = [OP.FREE, OP.DROP, OP.FINALIZER, OP.GLOBAL];
const PLAIN: readonly (readonly [op: number, operand: number])[] = [
  [OP.GC, 0],
  [OP.GC_START, 0],
  [OP.MARK, 1],
  [OP.MARK, 2],
  [OP.TERMINATE, 0],
  [OP.SWEEP, 1],
  [OP.SCAVENGE, 1],
  [OP.FREE_OS_MEMORY, 0],
];

export const resynthesize: Pass = function* resynthesize(program) {
  let best = program;
  for (let second = commandCount(best) - 1; second > 0; second -= 1) {
    if (commandCount(best) > COMMANDS_MAX) return;
    const found = yield* inThePlaceOf(best, second);
    if (found === undefined) continue;
    best = found;
    second = Math.min(second, commandCount(best));
  }
};

/** The program with one command in the place of the second and of one before it; undefined where none of these fails. */
function* inThePlaceOf(
  program: Program,
  second: number,
): Generator<Program, Program | undefined, boolean> {
  for (let first = second - 1; first >= 0; first -= 1) {
    const [gone, goneToo] = [commandAt(program, first), commandAt(program, second)];
    for (const command of commandsFor(program, gone[4])) {
      if (isEqual(command, gone) || isEqual(command, goneToo)) continue;
      for (const place of second === first + 1 ? [first] : [first, second]) {
        const candidate = tidy(replaced(program, { first, second, place, command }));
        for (const each of withPlainPacing(candidate)) if (yield each) return each;
      }
    }
  }
  return undefined;
}

/** The program, and where its heap says when it collects, the same without that: one command may do what a setting did. */
function withPlainPacing(program: Program): readonly Program[] {
  const { gogc, memoryLimit, ...heap } = program.heap;
  return (gogc ?? memoryLimit) === undefined ? [program] : [program, { ...program, heap }];
}

interface Replacement {
  readonly first: number;
  readonly second: number;
  /** Which of the two the command takes. */
  readonly place: number;
  readonly command: Command;
}

function replaced(program: Program, { first, second, place, command }: Replacement): Program {
  const commands = new Float64Array(program.commands.length - STRIDE);
  let at = 0;
  for (let index = 0; index < commandCount(program); index += 1) {
    const isGone = index === first || index === second;
    if (isGone && index !== place) continue;
    commands.set(isGone ? command : commandAt(program, index), at);
    at += STRIDE;
  }
  return { ...program, commands };
}

function commandsFor(program: Program, processor: number): readonly Command[] {
  const labels: number[] = [];
  for (let index = 0; index < commandCount(program); index += 1) {
    const [op, label] = commandAt(program, index);
    if (isMaker(op)) labels.push(label);
  }
  const label = Math.max(-1, ...labels) + 1;
  const own = slotsOf(program).flatMap(({ isSize, value }) => (isSize ? [value] : []));
  const sizes = [...new Set([...SIZES, ...own])];
  return [
    ...NAMING.flatMap((op) => labels.map((named): Command => [op, named, 0, 0, processor])),
    ...PLAIN.map(([op, operand]): Command => [op, operand, 0, 0, processor]),
    ...sizes.map((size): Command => [OP.MALLOC, label, size, NOSCAN, processor]),
    [OP.MALLOC, label, 8, ALL_WORDS, processor],
    ...labels.flatMap((named) =>
      REALLOCATED.map((size): Command => [OP.REALLOC, label, named, size, processor]),
    ),
  ];
}

function isEqual(a: Command, b: Command): boolean {
  return a.every((number, i) => Object.is(number, b[i]));
}
