/**
 * The scavenger: it gives the memory of free pages back to the operating system. See go-heap.ts for the tiers.
 *
 * Three come here, all of them for the highest free pages that are still backed; pages in a page cache are not seen:
 *
 *     an allocation      before its memory is used: A, what it would be above the memory limit, unless the CPU limiter
 *                        is on; B, where the heap grew above gcPercentGoal, as much as it grew; the larger of the two
 *     the background     a goroutine, 64 KiB at a time while more is backed than a goal allows
 *     the client         `scavenge` a number of pages, `freeOSMemory` all of them after a collection
 *
 * The background scavenger is a state machine that commands advance:
 *
 *                 ready()                          1 ms worked, or nothing left
 *     parked ─────────────────> running ─────────────────────────────────────> sleeping
 *        ^                      │     ^                                            │
 *        └──────────────────────┘     └────────────────────────────────────────────┘
 *          nothing given back           time is up, or ready()
 *
 * It is ready when a cycle's last span is swept. It sleeps for as long as it worked divided by `sleepRatio`, which a
 * controller moves so that it takes 1 % of the time of all processors.
 *
 * Keeps: go/allocation-keeps-memory-limit, go/growth-scavenges-to-goal, go/limiter-stops-scavenging,
 *   go/background-scavenger-above-goal, go/scavenger-parks-at-goal, go/free-all-leaves-nothing.
 * Source: Go 1.19 runtime/mgcscavenge.go (bgscavenge, scavengerState), mheap.go (allocSpan, scavengeAll).
 * Differs: giving a physical page back takes 10 µs, which is what Go assumes where its clock is too coarse. Who is ready
 *   is woken when it is next looked at, as by sysmon.
 * Left out: the search index of a chunk that scavengeOne is given and ignores in Go 1.19, which always starts at the
 *   chunk's last page: nothing can be told apart by it.
 */
import { KIB } from '../../src/base/units.ts';
import type { Bytes, Pages } from '../../src/base/units.ts';
import { PAGE_BYTES } from '../../spec/views/go.ts';
import type { ScavengerState, ScavengerView } from '../../spec/views/go-pacer.ts';
import type { MHeap } from './mheap.ts';
import { PiController } from './pi-controller.ts';
import type { Slow } from './slow-path.ts';

/** What the background scavenger gives back in one go. */
const QUANTUM: Bytes = 64 * KIB;
/** Nanoseconds that it works at least before it sleeps. */
const MIN_WORK_TIME = 1e6;
/** Nanoseconds that it takes to give a physical page back. */
const WORK_PER_PHYS_PAGE = 10e3;
/** Share of all processors' time that it may take. */
const IDEAL_FRACTION = 0.01;
const STARTING_SLEEP_RATIO = 0.001;
/** Nanoseconds for which the ratio is left alone after the controller failed. */
const COOLDOWN = 5e9;
/** Tuned loosely, by Ziegler and Nichols. */
const TUNING = { kp: 0.3375, ti: 3.2e6, tt: 1e9, min: 0.001, max: 1000 };

/** What an allocation took from the page heap. */
export interface Taken {
  /** Of its pages, what is not backed yet. */
  readonly scav: Bytes;
  /** By how much the heap had to grow for it. */
  readonly growth: Bytes;
}

/** Gives back up to `npages` free pages, from the highest down: how many there were. */
export function scavengePages(heap: MHeap, npages: Pages): Pages {
  return heap.slow.run(scavengingPages(heap, npages));
}

/** The same as a slow path: the heap's lock is dropped while memory is given back. */
export function* scavengingPages(heap: MHeap, npages: Pages): Slow<Pages> {
  const { pages, os, stats } = heap;
  const runs = pages.scavenging(npages);
  for (;;) {
    const { done, value } = runs.next();
    if (done === true) return value;
    if (heap.slow.yields) yield 'pages-hidden';
    const bytes = value.npages * PAGE_BYTES;
    os.sysUnused(value.base, bytes);
    stats.heapReleased += bytes;
    stats.heapFree -= bytes;
    stats.mappedReady -= bytes;
    heap.events?.pagesScavenged(value.base, value.npages);
  }
}

/** Makes room for pages that an allocation is about to use. Not where the thread has no processor. */
export function scavengeForAllocation(heap: MHeap, { scav, growth }: Taken): void {
  const bytes = Math.max(overLimit(heap, scav), overGoal(heap, growth));
  if (bytes <= 0 || heap.pcaches[heap.p] === undefined) return;
  const released = scavengePages(heap, Math.ceil(bytes / PAGE_BYTES));
  const { limiter } = heap;
  limiter.addAssistTime(workOn(heap, released * PAGE_BYTES));
  if (limiter.needUpdate(heap.nanotime)) limiter.update(heap.nanotime);
}

/** Need A: by how much memory that is Ready would be above the memory limit. */
function overLimit({ controller, limiter, stats }: MHeap, scav: Bytes): Bytes {
  return limiter.limiting ? 0 : scav + stats.mappedReady - controller.memoryLimit;
}

/** Need B: by how much the heap has grown above the goal of GOGC. */
function overGoal({ scavengeGoals, stats }: MHeap, growth: Bytes): Bytes {
  if (growth === 0) return 0;
  const heapRetained = stats.heapInUse + stats.heapFree;
  return Math.min(growth, heapRetained + growth - scavengeGoals.gcPercentGoal);
}

/** Lets the time pass that it takes to give these bytes back: how much, in nanoseconds. */
function workOn(heap: MHeap, bytes: Bytes): number {
  const time = (bytes / heap.os.physPageBytes) * WORK_PER_PHYS_PAGE;
  heap.nanotime += time;
  return time;
}

/** The background scavenger. */
export class Scavenger implements ScavengerView {
  state: ScavengerState = 'parked';
  isReady = false;
  sleepRatio = STARTING_SLEEP_RATIO;
  wakeAt = 0;
  /** Nanoseconds for which the controller is not asked. */
  cooldown = 0;
  readonly #heap: MHeap;
  readonly #controller = new PiController(TUNING);
  /** Since it runs, or before it went to sleep. */
  #released: Bytes = 0;
  #worked = 0;
  #asleepSince = 0;

  constructor(heap: MHeap) {
    this.#heap = heap;
  }

  /** All is swept: what came free may be more than the goals allow. */
  ready(): void {
    this.isReady = true;
  }

  /** Has it run for up to `quanta` quanta: how many it did, the one in which it stopped included. */
  run(quanta: number): number {
    this.#wake();
    let done = 0;
    for (; done < quanta && this.state === 'running'; done += 1) this.#runQuantum();
    return done;
  }

  #wake(): void {
    const { nanotime } = this.#heap;
    if (this.state === 'running') return;
    if (!this.isReady && (this.state === 'parked' || nanotime < this.wakeAt)) return;
    if (this.state === 'sleeping') this.#adjust(nanotime - this.#asleepSince);
    this.isReady = false;
    this.state = 'running';
    this.#released = 0;
    this.#worked = 0;
  }

  #runQuantum(): void {
    const heap = this.#heap;
    let released = 0;
    if (!this.#areGoalsMet()) {
      released = scavengePages(heap, QUANTUM / PAGE_BYTES) * PAGE_BYTES;
      this.#released += released;
      this.#worked += workOn(heap, released);
    }
    if (released < QUANTUM || this.#worked >= MIN_WORK_TIME) this.#stop();
    heap.events?.scavengerRan(released);
  }

  #areGoalsMet(): boolean {
    const { scavengeGoals, stats } = this.#heap;
    const { gcPercentGoal, memoryLimitGoal } = scavengeGoals;
    const isLittleRetained = stats.heapInUse + stats.heapFree <= gcPercentGoal;
    return isLittleRetained && stats.mappedReady <= memoryLimitGoal;
  }

  /** Parks where nothing was given back since it was woken; otherwise it sleeps. */
  #stop(): void {
    const { nanotime } = this.#heap;
    this.state = this.#released === 0 ? 'parked' : 'sleeping';
    this.#asleepSince = nanotime;
    this.wakeAt = nanotime + Math.trunc(this.#worked / this.sleepRatio);
  }

  /** After it slept for so many nanoseconds: whether it took too much of the time, or too little. */
  #adjust(slept: number): void {
    const passed = slept + this.#worked;
    if (this.cooldown > 0) {
      this.cooldown = passed > this.cooldown ? 0 : this.cooldown - passed;
      return;
    }
    const fraction = this.#worked / (passed * this.#heap.procs);
    this.sleepRatio = this.#controller.next(fraction, IDEAL_FRACTION, passed);
    if (this.#controller.ok) return;
    this.sleepRatio = STARTING_SLEEP_RATIO;
    this.cooldown = COOLDOWN;
  }
}
