/**
 * What an observer may see of a Go heap's pacing: when the next cycle is due, and how hard everybody must work until
 * then. Fields are Go's own, read-only; bytes unless the name says otherwise.
 *
 * Where Go has the largest unsigned number for "never" or "no goal", it is Infinity here.
 *
 * Source: Go 1.19 src/runtime: mgcpacer.go (gcControllerState), mgclimit.go, mgcsweep.go, mgcscavenge.go.
 */
import { MIB } from '../../src/base/units.ts';
import type { Bytes, Pages } from '../../src/base/units.ts';

/** Share of all processors that marks in the background. */
export const GC_BACKGROUND_UTILIZATION = 0.25;
/** Of the limiter's bucket, in nanoseconds. */
export const LIMITER_CAPACITY_PER_PROC = 1e9;
/** Smallest heap goal at GOGC=100. */
export const DEFAULT_HEAP_MINIMUM = 4 * MIB;
/** The memory limit of a heap without one: the largest whole number, as in Go. */
export const NO_MEMORY_LIMIT: Bytes = Number.MAX_SAFE_INTEGER;
/** gcPercent of a heap that is not collected because it grew. */
export const GOGC_OFF = -1;

export interface MarkWorkersView {
  readonly dedicatedMarkWorkersNeeded: number;
  readonly fractionalUtilizationGoal: number;
  readonly idleMarkWorkers: number;
  readonly maxIdleMarkWorkers: number;
}

export interface GcControllerView {
  /** GOGC: by how many percent the heap may grow; GOGC_OFF when that does not count. */
  readonly gcPercent: number;
  readonly memoryLimit: Bytes;
  readonly heapMinimum: Bytes;
  /** Live after the last cycle, and all that may have been allocated since: never too little. */
  readonly heapLive: Bytes;
  /** What of heapLive may hold pointers, up to the last one of each block. */
  readonly heapScan: Bytes;
  /** Marked by the last cycle. */
  readonly heapMarked: Bytes;
  readonly lastHeapScan: Bytes;
  readonly lastStackScan: Bytes;
  readonly maxStackScan: Bytes;
  readonly globalsScan: Bytes;
  /** The trigger of the cycle that runs; Infinity when none does. */
  readonly triggered: Bytes;
  readonly gcPercentHeapGoal: Bytes;
  /** Least trigger that leaves the sweeper enough to go; 0 when all is swept. */
  readonly sweepDistMinTrigger: Bytes;
  /** Bytes that are expected to be allocated while the next cycle marks. */
  readonly runway: Bytes;
  /** Bytes allocated for each byte marked, at equal time. */
  readonly consMark: number;
  /** Bytes to mark for each byte allocated; 0 before the first cycle. */
  readonly assistWorkPerByte: number;
  readonly assistBytesPerWork: number;
  readonly workers: MarkWorkersView;
  /** Whether those who allocate help to mark: Go's gcBlackenEnabled. */
  readonly blackenEnabled: boolean;
  /** Where the heap should be when the next cycle ends. */
  heapGoal(): Bytes;
  /** The goal that the memory limit leaves. */
  memoryLimitHeapGoal(): Bytes;
  /** heapLive at which the next cycle starts. */
  trigger(): Bytes;
}

export interface LimiterView {
  /** Nanoseconds, as are the others. */
  readonly fill: number;
  readonly capacity: number;
  readonly overflow: number;
  /** Whether assists and the scavenger must hold back. */
  readonly limiting: boolean;
  /** Whether the collector marks, and so is counted a quarter of the time. */
  readonly gcEnabled: boolean;
  /** Whether the world is stopped for the collector to go on or off. */
  readonly transitioning: boolean;
}

/** A line from heapLive to pages swept: above it, an allocation sweeps first. */
export interface SweepPacingView {
  /** Pages to sweep for each byte allocated; 0 when nothing has to be. */
  readonly sweepPagesPerByte: number;
  readonly sweepHeapLiveBasis: Bytes;
  readonly pagesSweptBasis: Pages;
  /** Since the last cycle. */
  readonly pagesSwept: Pages;
}

/** What the background scavenger leaves backed; Infinity when it has nothing to do. */
export interface ScavengeGoalsView {
  /** For heapInUse + heapFree. */
  readonly gcPercentGoal: Bytes;
  /** For mappedReady. */
  readonly memoryLimitGoal: Bytes;
}

/** Waiting to be told that there is work; at work; giving the processors to others until a time. */
export type ScavengerState = 'parked' | 'running' | 'sleeping';

/** The background scavenger. */
export interface ScavengerView {
  readonly state: ScavengerState;
  /** Whether it was told, and did not look yet. */
  readonly isReady: boolean;
  /** How long it works for each nanosecond that it sleeps. */
  readonly sleepRatio: number;
  /** When it wakes by itself, where it sleeps, in nanoseconds. */
  readonly wakeAt: number;
}

export interface PacerView {
  readonly controller: GcControllerView;
  readonly limiter: LimiterView;
  readonly sweep: SweepPacingView;
  readonly scavenge: ScavengeGoalsView;
  readonly scavenger: ScavengerView;
}
