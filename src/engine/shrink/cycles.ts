/** Passes that make what a collector does plainer: whole collections instead of steps, fewer steps, no pacing. */
import { keepCommands, mapCommands, withCommand, commandAt } from '../../program/edit.ts';
import type { Command } from '../../program/edit.ts';
import { isMaker, names } from '../../program/labels.ts';
import { OP, STRIDE, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { atEachPlace, tidy } from './search.ts';
import type { Pass } from './search.ts';

/** Most commands for which each is tried. */
const COMMANDS_MAX = 32;

/** Steps of a cycle that a whole collection does as well. */
const STEPS: readonly number[] = [OP.MARK, OP.ASSIST, OP.TERMINATE, OP.SWEEP];

/** A whole collection in the place of a step, and of those behind it: it finishes the cycle that runs. */
export const wholeCycles: Pass = (program) =>
  atEachPlace(program, smallCount, (best, index) => {
    if (!isStep(best, index)) return [];
    const last = endOfCycle(best, index);
    const whole = withCommand(best, index, [OP.GC, 0, 0, 0, commandAt(best, index)[4]]);
    return [keepCommands(whole, (i) => i <= index || i >= last || !isStep(whole, i))];
  });

/** One block less, where the collector does one step less in each of its turns. */
export const fewerMarks: Pass = (program) =>
  atEachPlace(program, smallCount, (best, index) => {
    const [op, label] = commandAt(best, index);
    if (!isMaker(op)) return [];
    const without = keepCommands(best, (i) => !names(best, i, label));
    return [mapCommands(without, (command) => withLessSteps(command, 1))];
  });

/** A cycle that is asked for in the place of the block that makes one due. */
export const explicitStart: Pass = (program) =>
  atEachPlace(program, smallCount, (best, index) => {
    const { gogc, memoryLimit, ...heap } = best.heap;
    const [op, , , , processor] = commandAt(best, index);
    if ((gogc ?? memoryLimit) === undefined || !isMaker(op)) return [];
    return [{ ...withCommand(best, index, [OP.GC_START, 0, 0, 0, processor]), heap }];
  });

/** One processor, where the collector has fewer stacks to scan in each of its turns, and fewer caches to flush in the end. */
export const oneStack: Pass = function* oneStack(program) {
  const { procs } = program.heap;
  if (procs === 1) return;
  const alone = mapCommands(program, ([op, a, b, c, , via = 0]) =>
    withLessSteps([op, a, b, c, 0, via], procs - 1),
  );
  const heap = { ...program.heap, procs: 1 };
  if (yield tidy({ ...alone, heap })) return;
  yield tidy({ ...withShorterEnds(alone, procs - 1), heap });
};

/** Of terminations one after the other so many less, where there are more. */
function withShorterEnds(program: Program, less: number): Program {
  const ends = (index: number): boolean => program.commands[index * STRIDE] === OP.TERMINATE;
  return keepCommands(program, (index) => {
    if (!ends(index)) return true;
    let [first, end] = [index, index + 1];
    while (first > 0 && ends(first - 1)) first -= 1;
    while (end < commandCount(program) && ends(end)) end += 1;
    return end - first <= less || index - first >= less;
  });
}

/** At least one is left. */
function withLessSteps(command: Command, less: number): Command {
  const [op, steps, b, c, processor] = command;
  return op === OP.MARK ? [op, Math.max(1, steps - less), b, c, processor] : command;
}

function isStep({ commands }: Program, index: number): boolean {
  return STEPS.includes(commands[index * STRIDE] as number);
}

/** Index of the next start of a cycle, or of the end. */
function endOfCycle(program: Program, from: number): number {
  for (let index = from; index < commandCount(program); index += 1) {
    const op = program.commands[index * STRIDE];
    if (op === OP.GC_START || op === OP.GC) return index;
  }
  return commandCount(program);
}

function smallCount(program: Program): number {
  const count = commandCount(program);
  return count <= COMMANDS_MAX ? count : 0;
}
