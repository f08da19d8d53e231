/**
 * The concurrent collector: one cycle as a state machine that commands advance. See go-heap.ts for the tiers.
 *
 *     off ── start ──> mark ── termination, in steps ──> off
 *
 * `start` stops the world: the last sweep is finished, the write barrier goes on, root jobs are made, the current tiny
 * blocks are greyed. While marking runs the client goes on; each `mark` does some root jobs or scans some objects on
 * its processor. A goroutine's stack is scanned once, all of it at a time; new objects are born black.
 *
 * When no work is in sight `terminate` begins the ragged barrier: it flushes one processor's buffers at a time. If any
 * of them had work to give away, marking goes on. If not, the next `terminate` stops the world and looks at the barrier
 * buffers once more, since clients ran in between: again marking may have to go on. Only then is it over: phase off,
 * sweepgen + 2. The world starts again, and each mcache is flushed before its processor runs, or when the collector's
 * visit comes to it, whichever is first; sweeping is not done before that.
 *
 * The world stops, a stack is scanned and a processor is visited at safepoints only: slow paths that are suspended run
 * to their end first.
 *
 * Keeps: go/marks-between-must-and-may, go/work-gone-when-marking-ends, go/mcaches-flushed-each-cycle.
 * Source: Go 1.19 runtime/mgc.go (gcStart, gcMarkDone, gcMarkTermination, gcSweep), mgcmark.go (gcDrain, markroot,
 *   gcMarkRootPrepare, gcMarkTinyAllocs).
 * Differs: as mark-roots.ts says of what stacks hold.
 */
import { clear } from '../../src/base/lists.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import type { CollectorSteps, RootSource, Termination } from '../../spec/subject.ts';
import { GC_MARK, GC_MARK_TERMINATION, GC_OFF } from '../../spec/views/go.ts';
import type { Trigger } from '../../spec/views/go.ts';
import type { CollectorView } from '../../spec/views/go-collector.ts';
import { GC_BACKGROUND_UTILIZATION } from '../../spec/views/go-pacer.ts';
import { Checkmarks } from './checkmark.ts';
import { GcWork, WorkLists } from './gc-work.ts';
import { gcmarknewobject, scanobject, shade, tellMarked } from './mark.ts';
import { MarkRoots } from './mark-roots.ts';
import type { MCache } from './mcache.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';
import { paceCycleStart, paceMarkEnd, paceMarkStart, paceSweepStart } from './pacing.ts';
import type { MarkResult } from './pacing.ts';
import type { Slow } from './slow-path.ts';
import { finishsweep, sweepone } from './sweep.ts';
import { Assists } from './assists.ts';
import { bufferPointers, bufferStore, wbBufFlush } from './write-barrier.ts';
import type { WbBuf } from './write-barrier.ts';

/** Without a cycle for so long, one starts by itself: two minutes. */
const FORCE_GC_PERIOD = 120_000_000_000;
const NANOSECONDS_PER_MILLISECOND = 1_000_000;
/** What walking a byte costs, where time is a number of the program. */
const NANOSECONDS_PER_BYTE = 1;
/** How far the ragged barrier is: no processor's turn. */
const NOT_BEGUN = -1;

export class Collector implements CollectorSteps, CollectorView {
  readonly lists = new WorkLists();
  readonly gcws: readonly GcWork[];
  readonly wbBufs: readonly WbBuf[];
  readonly roots: MarkRoots;
  readonly assists: Assists;
  /** In checkmark mode. */
  readonly checkmarks: Checkmarks | undefined;
  readonly #heap: MHeap;
  readonly #mcaches: readonly MCache[];
  /** Processors that the ragged barrier has flushed. */
  #flushed = NOT_BEGUN;
  #flushedWork = false;
  /** Processors whose mcaches were visited since the last cycle; NOT_BEGUN when all were. */
  #visited = NOT_BEGUN;
  /** When the last cycle ended; 0 before the first. */
  #lastCycle = 0;

  constructor(heap: MHeap, mcaches: readonly MCache[], isCheckmarking: boolean) {
    this.#heap = heap;
    this.#mcaches = mcaches;
    this.roots = new MarkRoots(heap);
    this.gcws = mcaches.map(() => new GcWork(this.lists));
    this.wbBufs = mcaches.map(() => []);
    this.assists = new Assists(heap);
    this.checkmarks = isCheckmarking ? new Checkmarks(heap) : undefined;
    heap.whileSpinning = () => this.#visitNext();
  }

  get stacks(): number {
    return this.roots.source.stacks;
  }

  get markrootNext(): number {
    return this.roots.next;
  }

  get markrootJobs(): number {
    return this.roots.jobs;
  }

  get scannedStacks(): readonly boolean[] {
    return this.roots.scanned;
  }

  get finq(): readonly Addr[] {
    return this.#heap.specials.finq;
  }

  get running(): readonly Addr[] {
    return this.#heap.specials.running;
  }

  get sweepers(): number {
    return this.#heap.activeSweep.sweepers;
  }

  get isVisiting(): boolean {
    return this.#visited !== NOT_BEGUN;
  }

  get isMarking(): boolean {
    return this.#heap.gcphase === GC_MARK;
  }

  get isDue(): boolean {
    const { gcphase, triggerReached, nanotime, controller } = this.#heap;
    if (gcphase !== GC_OFF) return false;
    const isLongAgo = this.#lastCycle > 0 && nanotime - this.#lastCycle > FORCE_GC_PERIOD;
    return triggerReached || (isLongAgo && controller.gcPercent >= 0);
  }

  /** Why a cycle that is due is. */
  get #trigger(): Trigger {
    return this.#heap.triggerReached ? 'heap' : 'time';
  }

  /** All processors are idle, but for the quarter of them that marks. */
  wait(milliseconds: number): void {
    const { limiter, procs } = this.#heap;
    const time = milliseconds * NANOSECONDS_PER_MILLISECOND;
    this.#heap.nanotime += time;
    const idle = this.isMarking ? 1 - GC_BACKGROUND_UTILIZATION : 1;
    limiter.addIdleTime(time * procs * idle);
    limiter.update(this.#heap.nanotime);
  }

  stackRoots(g: number): readonly Addr[] {
    return [...this.roots.source.stack(g), ...this.#heap.world.frameRoots(g)];
  }

  /** Begins a cycle with the world stopped. */
  start(roots: RootSource, whenDue = false): boolean {
    const heap = this.#heap;
    if (heap.gcphase !== GC_OFF) return false;
    heap.world.stopTheWorld();
    while (this.#visitNext());
    finishsweep(heap);
    for (let p = 0; p < heap.procs; p += 1) {
      const { flushGen } = this.#mcaches[p] as MCache;
      if (flushGen !== heap.sweepgen) throw new Fatal('p mcache not flushed');
    }
    heap.events?.cycleStarted(whenDue ? this.#trigger : 'cycle');
    heap.slotsMarked = 0;
    heap.noscanMarked = 0;
    paceCycleStart(heap);
    heap.gcphase = GC_MARK;
    heap.events?.phaseEntered(GC_MARK);
    for (const arena of heap.arenas.all) arena.pageMarks.fill(0);
    this.roots.prepare(roots);
    this.assists.reset();
    this.#greyTinyBlocks();
    paceMarkStart(heap);
    return true;
  }

  /** Up to `units` root jobs and objects on the current processor: how many there were. */
  mark(units: number): number {
    if (!this.isMarking) return 0;
    const gcw = this.#gcw;
    let work = 0;
    let done = 0;
    while (done < units && !this.roots.areDone) {
      const isStack = this.roots.isAtStack;
      const bytes = this.roots.markroot(gcw);
      work += bytes;
      if (isStack || bytes > 0) done += 1;
    }
    while (done < units && this.#scanNext(gcw)) done += 1;
    work += this.#flushScanWork(gcw);
    this.#heap.nanotime += work * NANOSECONDS_PER_BYTE;
    this.assists.addCredit(work);
    return done;
  }

  /** Works off what the current processor's goroutine owes for its allocations, or queues it. */
  assist(): boolean {
    if (!this.isMarking) return false;
    const gcw = this.#gcw;
    return this.assists.assist(this.#heap.world.goroutineOn(this.#heap.p), (scanWork) =>
      this.#drainN(gcw, scanWork),
    );
  }

  /** One step towards the end of marking. */
  terminate(): Termination {
    if (!this.isMarking) return this.#visitNext() ? 'mcache-flushed' : 'not-marking';
    if (this.#flushed === NOT_BEGUN) {
      if (this.#workInSight()) {
        this.#heap.events?.termination('work-left');
        return 'work-left';
      }
      this.#flushed = 0;
      this.#flushedWork = false;
    }
    if (this.#flushed < this.#heap.procs) return this.#flushNext();
    this.#flushed = NOT_BEGUN;
    this.#heap.world.stopTheWorld();
    if (this.#workAfterStop()) {
      this.#heap.events?.termination('restarted-after-stop');
      return 'restarted';
    }
    this.#markTermination();
    this.#heap.events?.termination('ended');
    return 'ended';
  }

  /** Runs what is left of a cycle, without the client. */
  finish(): void {
    const { p } = this.#heap;
    while (this.isMarking) {
      for (let each = 0; each < this.#heap.procs; each += 1) {
        this.#heap.p = each;
        this.mark(Infinity);
      }
      this.#heap.p = p;
      while (this.terminate() === 'flushed');
    }
    while (this.#visitNext());
  }

  sweep(spans: number): number {
    return this.#heap.slow.run(this.sweeping(spans));
  }

  /** The same as a slow path. */
  *sweeping(spans: number): Slow<number> {
    const heap = this.#heap;
    for (let swept = 0; swept < spans; swept += 1) {
      if ((yield* sweepone(heap)) === -1) {
        if (heap.gcphase === GC_OFF && heap.sweepDone) heap.world.behindSweep();
        return swept;
      }
      heap.events?.sweptBy('sweeper');
    }
    return spans;
  }

  /** A new goroutine has no roots: what it gets hold of is shaded, or new. */
  goroutineStarted(g: number): void {
    this.roots.scanned[g] = true;
  }

  /** The barrier of a store into a global variable. */
  storeGlobal(old: Addr, value: Addr): void {
    if (this.#heap.gcphase === GC_OFF) return;
    bufferPointers(this.#heap, this.wbBufs[this.#heap.p] as WbBuf, this.#gcw, { old, value });
  }

  /** The barrier of a store, when it is on. */
  beforeStore(slot: Addr, value: Addr): void {
    const buf = this.wbBufs[this.#heap.p] as WbBuf;
    bufferStore(this.#heap, buf, this.#gcw, { slot, value });
  }

  /** A new object, or a slot that is handed out again, while marking runs. */
  markNew(addr: Addr, size: Bytes): void {
    gcmarknewobject(this.#heap, addr, this.#gcw);
    this.assists.charge(this.#heap.world.goroutineOn(this.#heap.p), size);
  }

  /** The span roots may be done already, so what the object points to is marked at once. */
  finalizerSet(addr: Addr): void {
    if (this.#heap.gcphase === GC_OFF) return;
    const { slotsMarked, noscanMarked } = this.#heap;
    this.roots.scanReferents(this.#heap.spanOf(addr) as MSpan, addr, this.#gcw);
    tellMarked(this.#heap, 'finalizer', slotsMarked, noscanMarked);
  }

  /** An object comes to a stack from where no stack had it. */
  shadeRoot(object: Addr): void {
    if (this.#heap.gcphase === GC_OFF) return;
    const { slotsMarked, noscanMarked } = this.#heap;
    shade(this.#heap, object, this.#gcw);
    tellMarked(this.#heap, 'handing', slotsMarked, noscanMarked);
  }

  get #gcw(): GcWork {
    return this.gcws[this.#heap.p] as GcWork;
  }

  /** A tiny block may be given to a new object, which is as old as the block to the collector. */
  #greyTinyBlocks(): void {
    const { slotsMarked, noscanMarked } = this.#heap;
    for (let p = 0; p < this.#mcaches.length; p += 1) {
      const { tiny } = this.#mcaches[p] as MCache;
      if (tiny !== 0) shade(this.#heap, tiny, this.gcws[p] as GcWork);
    }
    tellMarked(this.#heap, 'tiny', slotsMarked, noscanMarked);
  }

  /** Scans the next grey object; whether there was one. */
  #scanNext(gcw: GcWork): boolean {
    const object = this.#nextGrey(gcw);
    if (object === undefined) return false;
    const { slotsMarked, noscanMarked } = this.#heap;
    scanobject(this.#heap, object, gcw);
    tellMarked(this.#heap, 'scan', slotsMarked, noscanMarked);
    return true;
  }

  /** Marks until `scanWork` bytes are walked or nothing is left, objects before roots: the bytes that were walked. */
  #drainN(gcw: GcWork, scanWork: Bytes): Bytes {
    let roots = 0;
    while (roots + gcw.heapScanWork < scanWork) {
      if (this.#scanNext(gcw)) continue;
      if (this.roots.areDone) break;
      roots += this.roots.markroot(gcw);
    }
    const work = roots + this.#flushScanWork(gcw);
    this.#heap.nanotime += work * NANOSECONDS_PER_BYTE;
    this.#heap.controller.assistTime += work * NANOSECONDS_PER_BYTE;
    return work;
  }

  /** Tells the pacer what was walked. */
  #flushScanWork(gcw: GcWork): Bytes {
    const work = gcw.heapScanWork;
    gcw.heapScanWork = 0;
    this.#heap.controller.heapScanWork += work;
    return work;
  }

  #nextGrey(gcw: GcWork): Addr | undefined {
    if (this.lists.full.length === 0) gcw.balance();
    const object = gcw.tryGet();
    if (object !== undefined) return object;
    wbBufFlush(this.#heap, this.wbBufs[this.#heap.p] as WbBuf, gcw);
    return gcw.tryGet();
  }

  /** What a processor can see of what is left: its own work, the lists, the root jobs. */
  #workInSight(): boolean {
    if (!this.roots.areDone) return true;
    return this.lists.full.length > 0 || !this.#gcw.isEmpty();
  }

  /** The ragged barrier's visit to the next processor: the current one first. */
  #flushNext(): Termination {
    const { procs } = this.#heap;
    const p = (this.#heap.p + this.#flushed) % procs;
    const gcw = this.gcws[p] as GcWork;
    this.#heap.slow.resume(p, Infinity);
    wbBufFlush(this.#heap, this.wbBufs[p] as WbBuf, gcw);
    gcw.dispose();
    this.#heap.events?.termination(gcw.flushedWork ? 'gave-work' : 'clean');
    if (gcw.flushedWork) this.#flushedWork = true;
    gcw.flushedWork = false;
    this.#flushed += 1;
    if (this.#flushed < procs || !this.#flushedWork) return 'flushed';
    this.#flushed = NOT_BEGUN;
    this.#heap.events?.termination('restarted');
    return 'restarted';
  }

  /** Whether clients made work between the ragged barrier and the stop. */
  #workAfterStop(): boolean {
    for (let p = 0; p < this.gcws.length; p += 1) {
      const gcw = this.gcws[p] as GcWork;
      wbBufFlush(this.#heap, this.wbBufs[p] as WbBuf, gcw);
      if (!gcw.isEmpty()) return true;
    }
    return this.lists.full.length > 0;
  }

  #markTermination(): void {
    const heap = this.#heap;
    heap.gcphase = GC_MARK_TERMINATION;
    heap.events?.phaseEntered(GC_MARK_TERMINATION);
    for (const mcache of this.#mcaches) mcache.scanAlloc = 0;
    paceMarkEnd(heap, this.#takeResult());
    heap.stats.resurrected = 0;
    for (const buf of this.wbBufs) clear(buf);
    this.checkmarks?.run(this.roots.source);
    heap.gcphase = GC_OFF;
    heap.events?.phaseEntered(GC_OFF);
    heap.sweepgen += 2;
    heap.activeSweep.reset();
    heap.centralIndex = 0;
    heap.reclaimIndex = 0;
    heap.reclaimCredit = 0;
    paceSweepStart(heap);
    this.#lastCycle = Math.max(1, heap.nanotime);
    this.assists.wakeAll();
    heap.world.betweenCycles();
    heap.activeSweep.begin();
    this.#visited = 0;
    heap.events?.cycleEnded(heap.slotsMarked);
  }

  /** Visits the next processor after a cycle: its mcache is flushed, should it not have run yet. Whether there was one. */
  #visitNext(): boolean {
    if (this.#visited === NOT_BEGUN) return false;
    (this.#mcaches[this.#visited] as MCache).prepareForSweep('termination');
    this.#visited += 1;
    if (this.#visited < this.#heap.procs) return true;
    this.#visited = NOT_BEGUN;
    this.#heap.activeSweep.end();
    return true;
  }

  /** What the processors marked that the pacer was not told of. */
  #takeResult(): MarkResult {
    let bytesMarked = 0;
    let heapScanWork = 0;
    for (const gcw of this.gcws) {
      bytesMarked += gcw.bytesMarked;
      heapScanWork += gcw.heapScanWork;
      gcw.bytesMarked = 0;
      gcw.heapScanWork = 0;
      gcw.flushedWork = false;
    }
    return { bytesMarked, heapScanWork };
  }
}
