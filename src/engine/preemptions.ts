/**
 * A program under other schedules: its calls are suspended half-way, and what other processors do comes in between.
 *
 * A *preemption* stops a call at one of its yield points, or at a further one when it goes on, and lets it go on behind a
 * command of another processor. All placements of one preemption, and of two, are found by trying: at which yield points a
 * call comes by, a run tells in which each of them is stopped there and goes on at once. Most bugs of schedules need no more
 * than two (Musuvathi, Qadeer 2007: iterative context bounding).
 *
 *     a = malloc 64 on P1              pause 1 on P1
 *     b = malloc 64           →        a = malloc 64 on P1
 *     c = malloc 64                    b = malloc 64
 *                                      resume 1000000 on P1
 *                                      c = malloc 64
 *
 * Commands that no call can notice are no place to go on behind: reads and writes of a client's own block.
 */
import type { SubjectDefinition } from '../../spec/subject.ts';
import { commandAt, commandsOf, withCommands } from '../program/edit.ts';
import type { Command } from '../program/edit.ts';
import { SUSPENDABLE_OPS } from '../program/kinds.ts';
import { OP, STRIDE, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { Client } from './client.ts';
import { heapOf } from './execute.ts';

/** Yield points of a `resume` that lets a call run to its end: more than any has. */
export const ALL_STEPS = 1_000_000;

/** Yield points of one call that are looked for. A call that waits for another has one at each turn of its loop. */
const STOPS_MAX = 64;

/** Behind these nothing is suspended any more: they stop the world. */
const STOPPING_OPS: readonly number[] = [OP.GC, OP.GC_START, OP.FREE_OS_MEMORY, OP.PROCS];

const UNNOTICED_OPS: readonly number[] = [OP.READ, OP.WRITE];

/**
 * At how many yield points each command of a program can be stopped: a call, or one that goes on by a `resume`. None of a
 * call that is to be stopped anyway.
 */
export function stopsOf(program: Program, definition: SubjectDefinition): readonly number[] {
  const { heap } = program;
  const count = commandCount(program);
  const orders = Array.from({ length: heap.procs }, (_, p): readonly Command[] => [
    [OP.PAUSE, 1, 0, 0, p],
    [OP.RESUME, 1, 0, 0, p],
  ]);
  const longer = withCommands(program, [...commandsOf(program), ...orders.flat()]);
  const subject = definition.create(heapOf(program, definition));
  const stops: number[] = [];
  const none = (): readonly number[] => Array.from({ length: count - stops.length }, () => 0);
  // Its calls are never suspended.
  if (subject.sched === undefined) {
    subject.dispose?.();
    return none();
  }
  const client = new Client(subject, longer);
  const { breakdowns } = client.oracle;
  for (let i = 0; i < count && breakdowns.length === 0; i += 1) {
    const [op, , , , processor] = commandAt(program, i);
    const pause = count + 2 * Math.min(processor, heap.procs - 1);
    const isResume = op === OP.RESUME;
    const isCall = SUSPENDABLE_OPS.includes(op) && !isPaused(program, i);
    if (isCall) client.step(pause);
    if (!isResume) client.run(i);
    let steps = 0;
    if (isCall || isResume) while (steps < STOPS_MAX && client.step(pause + 1)) steps += 1;
    // The last step of what goes on came to its end.
    stops.push(isResume ? Math.max(0, steps - 1) : steps);
  }
  subject.dispose?.();
  return [...stops, ...none()];
}

/**
 * The program with one preemption more, in order of the command that is stopped; where it has one already, it comes behind
 * that, or is of the call that goes on.
 */
export function preemptionsOf(program: Program, definition: SubjectDefinition): readonly Program[] {
  const stops = stopsOf(program, definition);
  const commands = commandsOf(program);
  const from = commands.findLastIndex(([op]) => op === OP.PAUSE) + 1;
  return commands.flatMap((_, i) => {
    const behind = placesToGoOn(commands, i);
    return Array.from({ length: i < from ? 0 : (stops[i] as number) }, (_, stop) =>
      behind.map((end) => withCommands(program, preempted(commands, { i, stop: stop + 1, end }))),
    ).flat();
  });
}

/** Behind which commands the call of command `i` can go on: those of others, up to the next one of its processor. */
function placesToGoOn(commands: readonly Command[], i: number): readonly number[] {
  const processor = commands[i]?.[4];
  const places: number[] = [];
  for (let j = i + 1; j < commands.length; j += 1) {
    const [op, , , , p] = commands[j] as Command;
    if (p === processor) break;
    if (!UNNOTICED_OPS.includes(op) && op !== OP.PAUSE) places.push(j);
    if (STOPPING_OPS.includes(op)) break;
  }
  return places;
}

/** Stops command `i` at its yield point `stop`, and lets it go on behind command `end`. */
function preempted(
  commands: readonly Command[],
  { i, stop, end }: { readonly i: number; readonly stop: number; readonly end: number },
): readonly Command[] {
  const command = commands[i] as Command;
  const [op, , , , processor] = command;
  const own: readonly Command[] =
    op === OP.RESUME
      ? [[OP.RESUME, stop, 0, 0, processor]]
      : [[OP.PAUSE, stop, 0, 0, processor], command];
  return [
    ...commands.slice(0, i),
    ...own,
    ...commands.slice(i + 1, end + 1),
    [OP.RESUME, ALL_STEPS, 0, 0, processor],
    ...commands.slice(end + 1),
  ];
}

function isPaused({ commands }: Program, i: number): boolean {
  const before = (i - 1) * STRIDE;
  return commands[before] === OP.PAUSE && commands[before + 4] === commands[i * STRIDE + 4];
}
