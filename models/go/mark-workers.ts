/**
 * How many processors mark, and in which way: a quarter of all, as nearly as whole workers come to it.
 *
 *     dedicated    marks until the cycle is over; procs / 4 of them, rounded
 *     fractional   marks for a share of a processor's time; there when rounding is off by more than 30 %
 *     idle         marks while its processor has nothing else to do; up to all processors that are not dedicated
 *
 *     procs                    1     2     3     4     5     6      7     8
 *     dedicated                0     0     0     1     1     1      2     2
 *     fractional, each P     .25   .25   .25     0     0   .083     0     0
 *
 * Keeps: go/mark-workers-within-procs.
 * Source: Go 1.19 runtime/mgcpacer.go (startCycle, findRunnableGCWorker, addIdleMarkWorker and its neighbours).
 * Left out: the pool of goroutines that do the work, and waking them.
 */
import { Fatal } from '../../spec/subject.ts';
import { GC_BACKGROUND_UTILIZATION } from '../../spec/views/go-pacer.ts';
import type { MarkWorkersView } from '../../spec/views/go-pacer.ts';

/** By how much whole workers may miss their share before fractional ones make up for it. */
const MAX_UTIL_ERROR = 0.3;

export type MarkWorkerMode = 'dedicated' | 'fractional' | 'idle';

export class MarkWorkers implements MarkWorkersView {
  /** Dedicated workers that have still to start. */
  dedicatedMarkWorkersNeeded = 0;
  /** Share of time that each processor without a dedicated worker marks for; 0 for none. */
  fractionalUtilizationGoal = 0;
  /** Idle workers at work. */
  idleMarkWorkers = 0;
  /** How many more may not start. */
  maxIdleMarkWorkers = 0;

  /**
   * Sets the counts for a cycle.
   *
   * @param periodic  it was time for a cycle, and no allocation asked for it: the system is idle anyway
   */
  plan(procs: number, periodic: boolean): void {
    const share = procs * GC_BACKGROUND_UTILIZATION;
    let dedicated = Math.floor(share + 0.5);
    const error = dedicated / share - 1;
    this.fractionalUtilizationGoal = 0;
    if (Math.abs(error) > MAX_UTIL_ERROR) {
      if (dedicated > share) dedicated -= 1;
      this.fractionalUtilizationGoal = (share - dedicated) / procs;
    }
    this.dedicatedMarkWorkersNeeded = dedicated;
    if (periodic) this.setMaxIdleMarkWorkers(dedicated > 0 ? 0 : 1);
    else this.setMaxIdleMarkWorkers(procs - dedicated);
  }

  /**
   * How a processor that looks for work should mark now: a dedicated worker, while one is needed, counts as started.
   *
   * @param fractionalTime  for how long this processor marked as a fractional worker in this cycle
   * @param elapsed         time since marking began
   */
  start(fractionalTime: number, elapsed: number): 'dedicated' | 'fractional' | undefined {
    if (this.dedicatedMarkWorkersNeeded > 0) {
      this.dedicatedMarkWorkersNeeded -= 1;
      return 'dedicated';
    }
    const goal = this.fractionalUtilizationGoal;
    if (goal === 0 || (elapsed > 0 && fractionalTime / elapsed > goal)) return undefined;
    return 'fractional';
  }

  /** A worker stopped; its place is free again. */
  stop(mode: MarkWorkerMode): void {
    if (mode === 'dedicated') this.dedicatedMarkWorkersNeeded += 1;
    else if (mode === 'idle') this.removeIdleMarkWorker();
  }

  /** Makes the caller an idle worker; false when there are enough. */
  addIdleMarkWorker(): boolean {
    if (!this.needIdleMarkWorker()) return false;
    this.idleMarkWorkers += 1;
    return true;
  }

  needIdleMarkWorker(): boolean {
    return this.idleMarkWorkers < this.maxIdleMarkWorkers;
  }

  removeIdleMarkWorker(): void {
    if (this.idleMarkWorkers === 0) throw new Fatal('negative idle mark workers');
    this.idleMarkWorkers -= 1;
  }

  /** Those above the new bound stay until they stop by themselves. */
  setMaxIdleMarkWorkers(max: number): void {
    this.maxIdleMarkWorkers = max;
  }
}
