/** The pacer of the replaying model, given what only the real process knows. */
import type { GoHeap } from '../../models/go/go-heap.ts';
import { gcControllerCommit } from '../../models/go/pacing.ts';
import type { PacedGoals, TraceEvent } from './trace.ts';

type Paced = TraceEvent & { readonly kind: 'paced' };

/** A runway beyond every goal comes of it. */
const ENDLESS = Number.MAX_SAFE_INTEGER;

/**
 * Goals that the model computes of what was scanned and how fast, as recorded, and of its own heap: what is marked,
 * live, in use and swept. They are in force from then on.
 *
 * Go 1.19 may estimate a negative consMark, and converts the runway that comes of it to a number beyond every goal,
 * which depends on the machine.
 */
export function pacedLike(
  { heap }: Pick<GoHeap, 'heap'>,
  { inputs, goals }: Pick<Paced, 'inputs' | 'goals'>,
): PacedGoals {
  const { controller, scavengeGoals } = heap;
  const { gcPercent, consMark, ...scanned } = inputs;
  const isEndless = consMark < 0;
  controller.setGCPercent(gcPercent);
  Object.assign(controller, scanned, { consMark: isEndless ? ENDLESS : consMark });
  gcControllerCommit(heap);
  return {
    heapGoal: controller.heapGoal(),
    trigger: controller.trigger(),
    runway: isEndless ? goals.runway : controller.runway,
    sweepPagesPerByte: heap.sweepPagesPerByte,
    sweepHeapLiveBasis: heap.sweepHeapLiveBasis,
    pagesSweptBasis: heap.pagesSweptBasis,
    lastHeapInUse: heap.lastHeapInUse,
    scavengeGoal: scavengeGoals.gcPercentGoal,
  };
}
