/** The schedules that a program is run under: few preemptions systematically, then random ones. */
import { Prng } from '../base/prng.ts';
import { spread } from '../base/lists.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { withoutOps } from '../program/expand.ts';
import { PAUSE_OPS } from '../program/kinds.ts';
import type { Program } from '../program/program.ts';
import { preemptionsOf, stopsOf } from './preemptions.ts';
import { byPriority } from './priorities.ts';

/** Change points of a random schedule: it meets bugs that take three ordering constraints. */
const CHANGES = 2;

/** Of those that may be run, the part that is random: one in so many. */
const RANDOM_PART = 8;

export interface ScheduleSettings {
  readonly definition: SubjectDefinition;
  /** What random ones draw from. */
  readonly seed: number;
  /** Schedules at most. */
  readonly most: number;
}

/**
 * Programs that differ from this one by their schedule alone, whose own one is dropped: with one preemption, with two,
 * random; of those with preemptions an even spread, where there are more than may be run. None for one processor, or
 * where no call can be suspended.
 *
 * @yields  each once; a random one may be one with few preemptions too
 * @returns whether it left none with at most two preemptions out
 */
export function* schedulesOf(
  program: Program,
  { definition, seed, most }: ScheduleSettings,
): Generator<Program, boolean, undefined> {
  if (program.heap.procs < 2) return true;
  const plain = withoutOps(program, PAUSE_OPS);
  const single = preemptionsOf(plain, definition);
  if (single.length === 0) return true;
  const random = Math.ceil(most / RANDOM_PART);
  const first = spread(single, Math.ceil((most - random) / 2));
  yield* first;
  let left = most - random - first.length;
  let isAll = first.length === single.length;
  for (const [i, each] of first.entries()) {
    const double = left === 0 ? [] : preemptionsOf(each, definition);
    const some = spread(double, Math.ceil(left / (first.length - i)));
    isAll &&= left > 0 && some.length === double.length;
    left -= some.length;
    yield* some;
  }
  const stops = stopsOf(plain, definition);
  const prng = new Prng(seed);
  const seen = new Set([keyOf(plain)]);
  for (let i = 0; i < random; i += 1) {
    const drawn = byPriority(plain, stops, { prng, changes: CHANGES });
    if (seen.has(keyOf(drawn))) continue;
    seen.add(keyOf(drawn));
    yield drawn;
  }
  return isAll;
}

function keyOf({ commands }: Program): string {
  return commands.join();
}
