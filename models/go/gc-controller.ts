/**
 * The pacer: when a cycle starts, where the heap should be when it ends, and how much of the marking is left to those
 * who allocate. See go-heap.ts for the tiers.
 *
 *     heapMarked                  trigger            goal
 *     |------------------------------|================|-------> heapLive
 *     the last cycle left this       | runway: what   |
 *     alive; a sweep goes on here    | is allocated   | marking is over
 *                                    | while marking  |
 *
 * The goal is heapMarked grown by GOGC percent (of it, the stacks and the globals), but at least 4 MiB at GOGC=100;
 * or what the memory limit leaves, if that is less. The runway is what will be allocated while a quarter of the
 * processors marks: `consMark`, bytes allocated for each byte marked, times what there is to mark. The trigger lies
 * one runway below the goal, and between 45/64 and 61/64 of the way there.
 *
 * Who calls what, in order; time is in nanoseconds and comes from the caller:
 *
 *     update(dHeapLive, dHeapScan)    an mcache got a span or was flushed, a large block was made
 *     startCycle(now, procs)          world stopped, all swept; then blackenEnabled = true
 *     heapScanWork += …               as marking goes on, and stackScanWork, globalsScanWork
 *     endCycle(now, procs)            world stopped, after blackenEnabled = false
 *     resetLive(bytesMarked)          the mcaches' scanAlloc is dropped at the same time
 *     commit(false)                   after sweepgen was raised; pacing.ts does it, and what hangs on it
 *
 * Keeps: go/pacer-trigger-within-goal, go/pacer-trigger-in-band, go/pacer-goal-has-floor, go/pacer-assist-positive,
 *   go/cons-mark-not-negative, go/heap-scan-within-heap-live, go/heap-live-covers-objects.
 * Source: Go 1.19 runtime/mgcpacer.go (gcControllerState).
 * Differs: consMark is the largest of the last five cycles, as in Go 1.20 and later, and never negative; Go 1.19's own
 *   is a PI controller's output (models/mutants/go/cons-mark-from-pi.ts). No goal, and no cycle running, is Infinity.
 *   A product that would overflow Go's integers is kept as it is. Counters that contradict each other are not waited
 *   for.
 * Left out: the choice of a processor to preempt; the slack by which per-processor times are counted late.
 */
import { KIB, MIB } from '../../src/base/units.ts';
import type { Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import {
  DEFAULT_HEAP_MINIMUM,
  GC_BACKGROUND_UTILIZATION,
  GOGC_OFF,
  NO_MEMORY_LIMIT,
} from '../../spec/views/go-pacer.ts';
import type { GcControllerView } from '../../spec/views/go-pacer.ts';
import { MarkWorkers } from './mark-workers.ts';
import type { MarkWorkerMode } from './mark-workers.ts';

/** From the last commit on, the sweeper has at least as much to go. */
const SWEEP_MIN_HEAP_DISTANCE = MIB;
/** The goal is at least as far above the trigger of the cycle that runs. */
const MIN_RUNWAY = 64 * KIB;
/** Taken off the memory limit's goal, since pacing is not exact. */
const MEMORY_LIMIT_HEADROOM = MIB;
/** Bounds of the trigger, in 64ths of the way from heapMarked to the goal. */
const MIN_TRIGGER_64THS = 45;
const MAX_TRIGGER_64THS = 61;
/** A heap beyond its goal gets a tenth more. */
const MAX_OVERSHOOT = 1.1;
/** Marking that is always left to do, in bytes: the estimate may be short by as much. */
const MIN_SCAN_WORK = 1000;
/** GOGC while a cycle is forced on a heap that has it off. */
const FORCED_GC_PERCENT = 100_000;
/** Bytes of stack that a processor counts by itself. */
const MAX_STACK_SCAN_SLACK = 8 * KIB;

/** What the memory limit is compared with: counters of the heap, read whenever a goal is asked for. */
export interface PacedMemory {
  readonly heapFree: Bytes;
  readonly totalAlloc: Bytes;
  readonly totalFree: Bytes;
  /** All memory that is Ready. */
  readonly mappedReady: Bytes;
}

/** GOGC and GOMEMLIMIT. */
export interface PacingConfig {
  /** 100 when not given; negative for off. */
  readonly gogc?: number | undefined;
  /** None when not given. */
  readonly memoryLimit?: Bytes | undefined;
}

/** Stack bytes that a processor has not told the controller of. */
export interface StackSlack {
  maxStackScanDelta: Bytes;
}

export class GcController implements GcControllerView {
  gcPercent = 100;
  memoryLimit: Bytes = NO_MEMORY_LIMIT;
  heapMinimum: Bytes = DEFAULT_HEAP_MINIMUM;
  heapLive: Bytes = 0;
  heapScan: Bytes = 0;
  heapMarked: Bytes = 0;
  lastHeapScan: Bytes = 0;
  lastStackScan: Bytes = 0;
  maxStackScan: Bytes = 0;
  globalsScan: Bytes = 0;
  triggered: Bytes = Infinity;
  gcPercentHeapGoal: Bytes = Infinity;
  sweepDistMinTrigger: Bytes = 0;
  /** The goal when the last cycle ended, for the scavenger; 0 before the first. */
  lastHeapGoal: Bytes = 0;
  runway: Bytes = 0;
  consMark = 0;
  /** Of the four cycles before the last, the oldest first. */
  readonly lastConsMark: number[] = [0, 0, 0, 0];
  assistWorkPerByte = 0;
  assistBytesPerWork = 0;
  /** Marked in this cycle, so far. */
  heapScanWork: Bytes = 0;
  stackScanWork: Bytes = 0;
  globalsScanWork: Bytes = 0;
  /** Marked by background workers, for assists to take. */
  bgScanCredit: Bytes = 0;
  /** Nanoseconds of this cycle, as are the three others. */
  assistTime = 0;
  dedicatedMarkTime = 0;
  fractionalMarkTime = 0;
  idleMarkTime = 0;
  markStartTime = 0;
  /** Whether marking is on, and those who allocate must help: Go's gcBlackenEnabled. */
  blackenEnabled = false;
  readonly workers = new MarkWorkers();
  readonly #memory: PacedMemory;

  constructor(memory: PacedMemory, { gogc = 100, memoryLimit = NO_MEMORY_LIMIT }: PacingConfig) {
    this.#memory = memory;
    this.setGCPercent(gogc);
    this.setMemoryLimit(memoryLimit);
    this.commit(true);
  }

  /** `commit` must follow. Answers the old value. */
  setGCPercent(percent: number): number {
    const old = this.gcPercent;
    this.gcPercent = percent < 0 ? GOGC_OFF : percent;
    this.heapMinimum = percent < 0 ? Infinity : percentOf(DEFAULT_HEAP_MINIMUM, percent);
    return old;
  }

  /** `commit` must follow. Answers the old value; a negative one changes nothing. */
  setMemoryLimit(limit: Bytes): Bytes {
    const old = this.memoryLimit;
    if (limit >= 0) this.memoryLimit = limit;
    return old;
  }

  /** The heap grew or shrank, by whole spans. What may hold pointers stays as it is while marking is on. */
  update(dHeapLive: Bytes, dHeapScan: Bytes): void {
    this.heapLive += dHeapLive;
    if (this.blackenEnabled) this.revise();
    else this.heapScan += dHeapScan;
  }

  /** A stack grew or shrank. Without a processor it counts at once. */
  addScannableStack(slack: StackSlack | undefined, amount: Bytes): void {
    if (slack === undefined) {
      this.maxStackScan += amount;
      return;
    }
    slack.maxStackScanDelta += amount;
    if (Math.abs(slack.maxStackScanDelta) < MAX_STACK_SCAN_SLACK) return;
    this.maxStackScan += slack.maxStackScanDelta;
    slack.maxStackScanDelta = 0;
  }

  addGlobals(amount: Bytes): void {
    this.globalsScan += amount;
  }

  /**
   * Begins a cycle.
   *
   * @param periodic  the last cycle is long ago; no allocation asked for this one
   */
  startCycle(now: number, procs: number, periodic = false): void {
    this.heapScanWork = 0;
    this.stackScanWork = 0;
    this.globalsScanWork = 0;
    this.bgScanCredit = 0;
    this.assistTime = 0;
    this.dedicatedMarkTime = 0;
    this.fractionalMarkTime = 0;
    this.idleMarkTime = 0;
    this.markStartTime = now;
    this.triggered = this.trigger();
    this.workers.plan(procs, periodic);
    this.revise();
  }

  /**
   * Sets how much is marked for each byte allocated from now on, so that both end together.
   *
   * What there is to mark is expected to be what it was last time. Once more is marked than that, the heap grows, and
   * everything that may hold pointers counts; the goal moves up with it, by at most GOGC.
   */
  revise(): void {
    const { heapLive } = this;
    const work = this.#scanWork();
    const most = this.heapScan + this.maxStackScan + this.globalsScan;
    let expected = this.#lastScan();
    let goal = this.heapGoal();
    if (work > expected) {
      goal = this.#extrapolated(goal, expected, most);
      expected = most;
    }
    if (heapLive > goal) {
      goal = Math.trunc(goal * MAX_OVERSHOOT);
      expected = most;
    }
    const workLeft = Math.max(MIN_SCAN_WORK, expected - work);
    const bytesLeft = Math.max(1, goal - heapLive);
    this.assistWorkPerByte = workLeft / bytesLeft;
    this.assistBytesPerWork = bytesLeft / workLeft;
  }

  /** A worker stopped after so many nanoseconds. */
  markWorkerStop(mode: MarkWorkerMode, duration: number): void {
    if (mode === 'dedicated') this.dedicatedMarkTime += duration;
    else if (mode === 'fractional') this.fractionalMarkTime += duration;
    else this.idleMarkTime += duration;
    this.workers.stop(mode);
  }

  /** Estimates consMark from the cycle that ends. One that ended before its trigger was reached says nothing. */
  endCycle(now: number, procs: number): void {
    this.lastHeapGoal = this.heapGoal();
    const duration = (now - this.markStartTime) * procs;
    let utilization = GC_BACKGROUND_UTILIZATION;
    if (duration > 0) utilization += this.assistTime / duration;
    if (this.heapLive <= this.triggered) return;
    const idle = duration > 0 ? this.idleMarkTime / duration : 0;
    const allocated = (this.heapLive - this.triggered) * (utilization + idle);
    const marked = this.#scanWork() * (1 - utilization);
    this.#estimate(allocated / marked);
  }

  /** What is marked is live, and nothing else. After `endCycle`, before `commit`. */
  resetLive(bytesMarked: Bytes): void {
    this.heapMarked = bytesMarked;
    this.heapLive = bytesMarked;
    this.heapScan = this.heapScanWork;
    this.lastHeapScan = this.heapScanWork;
    this.lastStackScan = this.stackScanWork;
    this.triggered = Infinity;
  }

  /** Computes what goal and trigger depend on, after a cycle or a change of GOGC or the limit. */
  commit(isSweepDone: boolean): void {
    const { heapMarked, gcPercent } = this;
    this.sweepDistMinTrigger = isSweepDone ? 0 : this.heapLive + SWEEP_MIN_HEAP_DISTANCE;
    const grown = heapMarked + this.lastStackScan + this.globalsScan;
    const goal = gcPercent < 0 ? Infinity : heapMarked + percentOf(grown, gcPercent);
    this.gcPercentHeapGoal = Math.max(goal, this.heapMinimum);
    const perByte = (this.consMark * (1 - GC_BACKGROUND_UTILIZATION)) / GC_BACKGROUND_UTILIZATION;
    this.runway = Math.trunc(perByte * this.#lastScan());
  }

  heapGoal(): Bytes {
    return this.#goal(this.memoryLimitHeapGoal());
  }

  /**
   * The memory limit without what is mapped for no object, and without what it is exceeded by. Free pages do not count:
   * objects will be there.
   */
  memoryLimitHeapGoal(): Bytes {
    const { heapFree, totalAlloc, totalFree, mappedReady } = this.#memory;
    const { memoryLimit, heapMarked } = this;
    const overhead = mappedReady - heapFree - (totalAlloc - totalFree);
    const taken = overhead + Math.max(0, mappedReady - memoryLimit);
    if (taken >= memoryLimit) return heapMarked;
    const goal = memoryLimit - taken - MEMORY_LIMIT_HEADROOM;
    return Math.max(goal, MEMORY_LIMIT_HEADROOM, heapMarked);
  }

  trigger(): Bytes {
    const { heapMarked, runway, gcPercentHeapGoal, sweepDistMinTrigger } = this;
    const limitGoal = this.memoryLimitHeapGoal();
    const goal = this.#goal(limitGoal);
    if (heapMarked >= goal) return goal;
    const sweepFloor = limitGoal < gcPercentHeapGoal ? 0 : sweepDistMinTrigger;
    const part = Math.floor((goal - heapMarked) / 64);
    const low = Math.max(sweepFloor, heapMarked + part * MIN_TRIGGER_64THS);
    const high = Math.max(low, heapMarked + part * MAX_TRIGGER_64THS, goal - DEFAULT_HEAP_MINIMUM);
    const wanted = runway > goal ? low : goal - runway;
    const trigger = Math.min(Math.max(wanted, low), high);
    if (trigger > goal) throw new Fatal('produced a trigger greater than the heap goal');
    return trigger;
  }

  /** The memory limit's goal is never pushed back; the other one is, for the sweeper and for a late start. */
  #goal(limitGoal: Bytes): Bytes {
    const { gcPercentHeapGoal, sweepDistMinTrigger, triggered } = this;
    if (limitGoal < gcPercentHeapGoal) return limitGoal;
    const goal = Math.max(gcPercentHeapGoal, sweepDistMinTrigger);
    return triggered === Infinity ? goal : Math.max(goal, triggered + MIN_RUNWAY);
  }

  /** The goal, moved up as the marking to do grows from `expected` to `most`; at most by GOGC. */
  #extrapolated(goal: Bytes, expected: Bytes, most: Bytes): Bytes {
    const { triggered } = this;
    const gcPercent = this.gcPercent < 0 ? FORCED_GC_PERCENT : this.gcPercent;
    const moved = Math.trunc(((goal - triggered) / expected) * most) + triggered;
    const hard = Math.trunc((1 + gcPercent / 100) * goal);
    return moved <= hard ? moved : hard;
  }

  /** A sample that is no number comes from a cycle without work: nothing is known of it. */
  #estimate(sample: number): void {
    const current = Number.isFinite(sample) ? Math.max(0, sample) : 0;
    this.consMark = Math.max(current, ...this.lastConsMark);
    this.lastConsMark.shift();
    this.lastConsMark.push(current);
  }

  /** Marked in this cycle. */
  #scanWork(): Bytes {
    return this.heapScanWork + this.stackScanWork + this.globalsScanWork;
  }

  /** Marked in the last cycle, and so expected of the next. */
  #lastScan(): Bytes {
    return this.lastHeapScan + this.lastStackScan + this.globalsScan;
  }
}

/** `bytes * percent / 100`, rounded down, exact wherever the result is. */
function percentOf(bytes: Bytes, percent: number): Bytes {
  const hundreds = Math.floor(bytes / 100);
  return hundreds * percent + Math.floor(((bytes - hundreds * 100) * percent) / 100);
}
