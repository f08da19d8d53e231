/**
 * The limiter of the collector's CPU time: a leaky bucket, so that a heap too small for its program does not end in
 * collecting alone.
 *
 *     poured in    time that the collector takes: a quarter of all processors while it marks, assists, stopped worlds
 *     drained      time that the program takes; never below empty, so idle hours buy nothing
 *     capacity     one second for each processor; while it is full the collector must hold back
 *
 * As both count alike, the collector gets half of the time at most, but for one second of peaks.
 *
 * Time is in nanoseconds and comes from the caller. A transition (the world is stopped while the collector goes on or
 * off) has a start and a finish; all of the time between them is the collector's.
 *
 * Keeps: go/limiter-bucket-within-capacity.
 * Source: Go 1.19 runtime/mgclimit.go (gcCPULimiterState).
 * Left out: the lock, since nobody else runs meanwhile; events in flight (limiterEvent), which their owner reports
 *   when they end; the cycle that last limited.
 */
import { Fatal } from '../../spec/subject.ts';
import { GC_BACKGROUND_UTILIZATION, LIMITER_CAPACITY_PER_PROC } from '../../spec/views/go-pacer.ts';
import type { LimiterView } from '../../spec/views/go-pacer.ts';

/** Longest time between two updates, in nanoseconds. */
const UPDATE_PERIOD = 10e6;

export class GcCPULimiter implements LimiterView {
  fill = 0;
  capacity = 0;
  /** Time that did not fit into the bucket, ever. */
  overflow = 0;
  /** Whether the collector must hold back: the bucket is full. */
  limiting = false;
  /** Whether the collector marks, and so takes its quarter. */
  gcEnabled = false;
  transitioning = false;
  lastUpdate = 0;
  nprocs = 0;
  #assistTimePool = 0;
  #idleTimePool = 0;

  constructor(now: number, nprocs: number) {
    this.resetCapacity(now, nprocs);
  }

  /** Stops the world for the collector to go on or off. */
  startGCTransition(enableGC: boolean, now: number): void {
    if (this.gcEnabled === enableGC) {
      throw new Fatal('transitioning GC to the same state as before?');
    }
    this.#flush(now);
    this.gcEnabled = enableGC;
    this.transitioning = true;
  }

  /** Starts the world again. */
  finishGCTransition(now: number): void {
    if (!this.transitioning) throw new Fatal('finishGCTransition called without starting one?');
    if (now >= this.lastUpdate) this.#accumulate(0, (now - this.lastUpdate) * this.nprocs);
    this.lastUpdate = now;
    this.transitioning = false;
  }

  needUpdate(now: number): boolean {
    return now - this.lastUpdate > UPDATE_PERIOD;
  }

  /** Time that the program marked for, or scavenged, instead of its own work. Counts at the next update. */
  addAssistTime(time: number): void {
    this.#assistTimePool += time;
  }

  /** Time that a processor was idle, or marked because it was. Counts as nobody's. */
  addIdleTime(time: number): void {
    this.#idleTimePool += time;
  }

  update(now: number): void {
    if (this.transitioning) throw new Fatal('update during transition');
    this.#flush(now);
  }

  /** For another number of processors; not while the collector marks. */
  resetCapacity(now: number, nprocs: number): void {
    this.#flush(now);
    this.nprocs = nprocs;
    this.capacity = nprocs * LIMITER_CAPACITY_PER_PROC;
    if (this.fill > this.capacity) {
      this.fill = this.capacity;
      this.limiting = true;
    } else if (this.fill < this.capacity) {
      this.limiting = false;
    }
  }

  /** Counts what happened since the last update. */
  #flush(now: number): void {
    if (now < this.lastUpdate) return;
    const total = (now - this.lastUpdate) * this.nprocs;
    this.lastUpdate = now;
    let gcTime = this.#assistTimePool;
    if (this.gcEnabled) gcTime += Math.trunc(total * GC_BACKGROUND_UTILIZATION);
    const busy = total - this.#idleTimePool;
    this.#assistTimePool = 0;
    this.#idleTimePool = 0;
    this.#accumulate(busy - gcTime, gcTime);
  }

  #accumulate(mutatorTime: number, gcTime: number): void {
    const change = gcTime - mutatorTime;
    const headroom = this.capacity - this.fill;
    if (change > 0 && headroom <= change) {
      this.overflow += change - headroom;
      this.fill = this.capacity;
      this.limiting = true;
      return;
    }
    this.fill = Math.max(0, this.fill + change);
    if (change !== 0 && headroom === 0) this.limiting = false;
  }
}
