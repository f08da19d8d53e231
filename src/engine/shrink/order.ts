/**
 * When one program is smaller than another: what the shrinker makes its way along.
 *
 * Fewer commands first, since a person reads each. Then the setting: fewer faults, fewer
 * processors, the default geometry and pacing. Then simpler commands, then smaller numbers, and in the end the
 * order of commands and labels, so that of two programs that say the same always the same one is
 * kept.
 *
 * Among sizes 1, 2, 3, … come first. Zero comes after all of them: it is a case of its own in most
 * allocators, so a program says 0 only where 0 matters. Negative, broken, infinite sizes and NaN
 * follow in this order.
 */
import { ALL_WORDS } from '../../../spec/subject.ts';
import type { HeapConfig } from '../../../spec/subject.ts';
import { commandAt } from '../../program/edit.ts';
import type { Command } from '../../program/edit.ts';
import { ENTRY_KIND } from '../../program/kinds.ts';
import { labelColumns } from '../../program/labels.ts';
import { GOGCS, LIMITS } from '../../program/pacing.ts';
import { DEFAULT_GEOMETRY, OP, STRIDE, VIA, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { PLACEMENTS } from '../../program/words.ts';
import { numberColumns, zeroIsPlain } from './numbers.ts';

/** How much a reader has to know for each kind of command. */
const OP_COST: Readonly<Record<number, number>> = {
  [OP.MALLOC]: 0,
  [OP.FREE]: 1,
  [OP.DROP]: 2,
  [OP.GC]: 3,
  [OP.WRITE]: 4,
  [OP.READ]: 5,
  [OP.CALLOC]: 6,
  [OP.LINK]: 7,
  [OP.LOAD]: 8,
  [OP.REALLOC]: 9,
  [OP.SCAVENGE]: 10,
  [OP.BADFREE]: 11,
  [OP.GC_START]: 12,
  [OP.MARK]: 13,
  [OP.TERMINATE]: 14,
  [OP.SWEEP]: 15,
  [OP.ASSIST]: 16,
  [OP.FINALIZER]: 17,
  [OP.FINALIZE]: 18,
  [OP.WEAK]: 19,
  [OP.UPGRADE]: 20,
  [OP.AMBIGUOUS]: 21,
  [OP.WAIT]: 22,
  [OP.FREE_OS_MEMORY]: 23,
  [OP.BGSCAVENGE]: 24,
  [OP.PROCS]: 25,
  [OP.GO]: 26,
  [OP.GOSCHED]: 27,
  [OP.GOEXIT]: 28,
  [OP.SYSCALL]: 29,
  [OP.RETAKE]: 30,
  [OP.SYSEXIT]: 31,
  [OP.PAUSE]: 32,
  [OP.RESUME]: 33,
  [OP.GLOBAL]: 34,
  [OP.MEMALIGN]: 9.25,
  [OP.REALLOCARRAY]: 9.5,
  [OP.CHURN]: 9.75,
  [OP.CALL]: 35,
  [OP.RETURN]: 36,
  [OP.ADDROF]: 37,
};

/** Whether `a` comes before `b`. */
export function isSmaller(a: Program, b: Program): boolean {
  if (a.commands.length !== b.commands.length) return a.commands.length < b.commands.length;
  const difference = firstDifference(costOf(a), costOf(b));
  if (difference !== 0) return difference < 0;
  for (let index = 0; index < commandCount(a); index += 1) {
    const here = firstDifference(keyOf(commandAt(a, index)), keyOf(commandAt(b, index)));
    if (here !== 0) return here < 0;
  }
  return false;
}

/** What is compared of programs with equally many commands, the weightiest first. */
function costOf(program: Program): readonly number[] {
  const { procs, geometry, faults } = program.heap;
  const cost = [faults.length, 0, procs, geometry === DEFAULT_GEOMETRY ? 0 : 1];
  for (const fault of faults) {
    const weight =
      fault.kind === 'place'
        ? PLACEMENTS.indexOf(fault.placement)
        : fault.k + (fault.onwards ? 0.5 : 0);
    cost[1] = (cost[1] as number) + weight;
  }
  return [...cost, ...pacingCost(program.heap), ...sumsOf(program)];
}

/** No checkmark mode, none of both values is simplest; then by how far the values are from simple ones. */
function pacingCost({ gogc, memoryLimit, checkmark }: HeapConfig): readonly number[] {
  const [percent, limit] = [placeIn(GOGCS, gogc), placeIn(LIMITS, memoryLimit)];
  return [checkmark === true ? 1 : 0, Math.sign(percent) + Math.sign(limit), percent, limit];
}

/** 0 for no value, then from 1 on; those that are not listed come last. */
function placeIn(values: readonly number[], value: number | undefined): number {
  if (value === undefined) return 0;
  const place = values.indexOf(value);
  return place < 0 ? values.length + 1 + Math.abs(value) : place + 1;
}

/** Sums over the commands: kinds, entry points, processors, pointer words, kinds of numbers, numbers. */
function sumsOf(program: Program): readonly number[] {
  const { commands } = program;
  let [ops, vias, processors, pointers, oddities, magnitudes] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < commands.length; at += STRIDE) {
    const op = commands[at] as number;
    ops += OP_COST[op] as number;
    if (ENTRY_KIND[op] !== undefined) vias += commands[at + VIA] as number;
    processors += commands[at + 4] as number;
    if (op === OP.MALLOC) pointers += pointerCost(commands[at + 3] as number);
    for (const column of numberColumns(op)) {
      const value = commands[at + column] as number;
      oddities += oddityOf(value, zeroIsPlain(op));
      magnitudes += magnitudeOf(value);
    }
  }
  return [ops, vias, processors, pointers, oddities, magnitudes];
}

/** A command as numbers to compare one by one: no block comes before any block. */
function keyOf(command: Command): readonly number[] {
  const [op, , , , processor, via = 0] = command;
  const labels = labelColumns(op).map((column) => command[column] as number);
  const numbers = numberColumns(op).flatMap((column) => {
    const value = command[column] as number;
    return [oddityOf(value, zeroIsPlain(op)), magnitudeOf(value)];
  });
  return [OP_COST[op] as number, ...labels, ...numbers, processor, via];
}

/**
 * `noscan` is simplest, since nothing is promised; then pointers everywhere; then a count, by the
 * count.
 */
function pointerCost(words: number): number {
  return words === ALL_WORDS ? 1 : words > 0 ? words + 1 : 0;
}

/** How odd a number is: 0 is an ordinary one. */
function oddityOf(value: number, isZeroPlain: boolean): number {
  if (Number.isNaN(value)) return 5;
  if (!Number.isFinite(value)) return 4;
  if (!Number.isInteger(value)) return 3;
  if (value < 0 || Object.is(value, -0)) return 2;
  return value === 0 && !isZeroPlain ? 1 : 0;
}

function magnitudeOf(value: number): number {
  return Number.isNaN(value) ? 0 : Math.abs(value);
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, i) => value !== b[i]);
  return index < 0 ? 0 : (a[index] as number) - (b[index] as number);
}
