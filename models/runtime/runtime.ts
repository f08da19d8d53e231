/**
 * Go's runtime around its heap: who runs where, and what each processor is in the middle of.
 *
 * A processor serves one call at a time. A call that pauses stays suspended on its processor (models/go/slow-path.ts),
 * and ends before that processor does anything else, is looked at by the collector, or the world stops.
 *
 * Source: Go 1.19 runtime/proc.go.
 * Differs: GOMAXPROCS is refused while a cycle runs, where Go waits for its end. Unless stacks are followed, the
 *   goroutines that a program starts with have stacks of the system, and the others one of 2 KiB with nothing in it.
 */
import type { Addr, Pages } from '../../src/base/units.ts';
import { isRefusal } from '../../spec/subject.ts';
import type { Refusal } from '../../spec/subject.ts';
import type { Frames, MallocRequest, Scheduler } from '../../spec/scheduler.ts';
import { GC_OFF } from '../../spec/views/go.ts';
import type { SpanView } from '../../spec/views/go.ts';
import { NOBODY, STACK_MIN } from '../../spec/views/runtime.ts';
import type { GView, MView, PView, RuntimeView } from '../../spec/views/runtime.ts';
import type { StackEvents } from '../../spec/views/stacks.ts';
import type { GoHeap } from '../go/go-heap.ts';
import type { Slow } from '../go/slow-path.ts';
import type { World } from '../go/world.ts';
import { GoFrames } from './go-frames.ts';
import { Sched } from './sched.ts';
import type { G } from './sched.ts';
import { StackAlloc } from './stack-alloc.ts';
import { StackPool } from './stack-pool.ts';
import { Stacks } from './stacks.ts';
import { WorkbufSpans } from './workbuf-spans.ts';

export class Runtime implements Scheduler, RuntimeView, World {
  readonly pool: StackPool;
  readonly stackAlloc: StackAlloc;
  /** Where stacks are followed. */
  readonly stacks: Stacks | undefined;
  readonly frames: Frames | undefined;
  readonly #go: GoHeap;
  readonly #sched: Sched;
  readonly #workbufs: WorkbufSpans;
  #hasBooted = false;
  /** By processor: where its next call stops; 0 for nowhere. */
  readonly #stops: number[];

  /** @param followed  there where goroutines' stacks are to hold frames, to grow, to shrink and to be cached: told of that */
  constructor(go: GoHeap, followed?: StackEvents) {
    const { heap, mcaches, steps } = go;
    const { length: procs } = mcaches;
    this.#go = go;
    this.#stops = mcaches.map(() => 0);
    this.pool = new StackPool(heap);
    const cachedProcs = followed === undefined ? 0 : procs;
    this.stackAlloc = new StackAlloc(this.pool, cachedProcs, () => heap.p, followed);
    this.#workbufs = new WorkbufSpans(heap, steps.lists);
    this.#sched = new Sched(procs, (p) => mcaches[p]!.prepareForSweep('acquire'));
    if (followed !== undefined) this.stacks = this.#follow(followed);
    this.frames = this.stacks && new GoFrames(this.stacks, () => this.#sched.curg(this.#p));
    heap.world = this;
  }

  get gomaxprocs(): number {
    return this.#sched.gomaxprocs;
  }

  get gs(): readonly GView[] {
    return this.#sched.gs;
  }

  get ms(): readonly MView[] {
    return this.#sched.ms;
  }

  get ps(): readonly PView[] {
    return this.#sched.ps;
  }

  get runq(): readonly number[] {
    return this.#sched.runq;
  }

  get stackSpans(): readonly SpanView[] {
    return this.pool.spans;
  }

  get idleStacks(): readonly Addr[] {
    const cached = this.stackAlloc.caches.flat().flatMap(({ list }) => list);
    const kept = this.stacks?.kept.flat().map(({ lo }) => lo) ?? [];
    return [...cached, ...kept.filter((lo) => lo !== 0)];
  }

  get goroutines(): number {
    return this.#sched.gs.length;
  }

  get suspended(): number {
    return this.#slow.suspended;
  }

  get isPausing(): boolean {
    return this.#stops[this.#p] !== 0;
  }

  isSuspended(p: number): boolean {
    return this.#slow.isSuspended(p);
  }

  run(p: number): number {
    this.#boot();
    const sched = this.#sched;
    const at = Math.min(p, sched.gomaxprocs - 1);
    if (this.#slow.suspended > 0) this.#slow.resume(at, Infinity);
    if (sched.ps[at]!.status !== 'running') this.#wake(at);
    this.#go.switchP(at);
    return sched.curg(at);
  }

  setProcs(procs: number): boolean {
    const sched = this.#sched;
    const { heap, mcaches, steps } = this.#go;
    const isLegal = Number.isInteger(procs) && procs >= 1 && procs <= mcaches.length;
    if (!isLegal || procs === sched.gomaxprocs || heap.gcphase !== GC_OFF) return false;
    this.stopTheWorld();
    steps.finish();
    sched.procresize(procs, (p) => this.#destroyP(p));
    for (let p = 0; p < procs; p += 1) this.#go.initP(p);
    heap.setProcs(procs);
    this.run(this.#p);
    return true;
  }

  go(): void {
    this.#newproc(this.#p);
  }

  gosched(): boolean {
    const before = this.#sched.curg(this.#p);
    this.#sched.gosched(this.#p);
    return this.#sched.curg(this.#p) !== before;
  }

  goexit(): number {
    const g = this.#sched.goexit(this.#p);
    if (this.stacks !== undefined) this.stacks.goexit(g.id);
    else if (g.stack !== 0) this.stackAlloc.stackfree(g.stack, STACK_MIN);
    g.stack = 0;
    return g.id;
  }

  entersyscall(): void {
    this.#sched.entersyscall(this.#p);
  }

  retake(p: number): boolean {
    return this.#sched.retake(Math.min(p, this.gomaxprocs - 1));
  }

  exitsyscall(p: number): boolean {
    return this.#sched.exitsyscall(p);
  }

  pause(stop: number): void {
    this.#stops[this.#p] = stop;
  }

  resume(p: number, steps: number): boolean {
    return this.#slow.resume(Math.min(p, this.gomaxprocs - 1), steps);
  }

  finishCalls(): void {
    this.#slow.finishAll();
  }

  malloc(request: MallocRequest, done: (reply: Addr | Refusal) => void): void {
    this.#begin(this.#mallocing(request, done));
  }

  sweep(spans: number): void {
    this.#begin(this.#go.steps.sweeping(spans));
  }

  goroutineOn(p: number): number {
    return this.#sched.curg(p);
  }

  stopTheWorld(): void {
    this.#slow.finishAll();
    this.#sched.retakeAll();
  }

  scavenge(npages: Pages): void {
    this.#begin(this.#go.scavenging(npages));
  }

  settle(g: number): void {
    const { m } = this.#sched.gs[g]!;
    const p = m === NOBODY ? NOBODY : this.#sched.ms[m]!.p;
    if (p !== NOBODY) this.#slow.resume(p, Infinity);
  }

  park(): void {
    this.#sched.park(this.#p);
  }

  ready(g: number): void {
    this.#sched.goready(g);
  }

  betweenCycles(): void {
    this.stacks?.computeStartingSize();
    this.pool.freeStackSpans();
    this.#workbufs.prepareFreeWorkbufs();
  }

  behindSweep(): boolean {
    return this.#workbufs.freeSomeWbufs();
  }

  mcacheFlushed(p: number): void {
    this.stackAlloc.clear(p);
  }

  scanstack(g: number): readonly Addr[] {
    const { status } = this.#sched.gs[g] as G;
    return this.stacks?.scanstack(g, status !== 'syscall') ?? [];
  }

  frameRoots(g: number): readonly Addr[] {
    return this.stacks?.of(g).roots() ?? [];
  }

  freeDeadStacks(): void {
    this.stacks?.markrootFreeGStacks();
  }

  get #p(): number {
    return this.#go.heap.p;
  }

  get #slow(): GoHeap['heap']['slow'] {
    return this.#go.heap.slow;
  }

  #begin(path: Slow<unknown>): void {
    const stop = this.#stops[this.#p] as number;
    this.#stops[this.#p] = 0;
    this.#slow.begin(this.#p, path, stop);
  }

  *#mallocing(
    { size, pointerWords, zeroed }: MallocRequest,
    done: (reply: Addr | Refusal) => void,
  ): Slow<void> {
    let reply: Addr | Refusal;
    try {
      reply = yield* this.#go.mallocgc(size, pointerWords, zeroed);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      reply = error;
    }
    done(reply);
  }

  /** A processor that runs nothing gets a goroutine, a new one where nobody waits. */
  #wake(p: number): void {
    const sched = this.#sched;
    sched.retake(p);
    if (sched.curg(p) === NOBODY) sched.startm(p);
    if (sched.curg(p) !== NOBODY) return;
    this.#newproc(p);
    sched.startm(p);
  }

  #newproc(p: number): void {
    const g = this.#sched.newproc(p);
    if (this.stacks !== undefined) g.stack = this.stacks.newproc(g.id);
    else g.stack = this.stackAlloc.stackalloc(STACK_MIN);
    this.#go.steps.goroutineStarted(g.id);
  }

  #follow(events: StackEvents): Stacks {
    const { heap, mcaches } = this.#go;
    const moved = (g: number, lo: Addr): void => {
      this.#sched.gs[g]!.stack = lo;
    };
    return new Stacks(heap, this.stackAlloc, { procs: mcaches.length, moved, events });
  }

  /** Before anything runs, the goroutines that the program starts with get their stacks. */
  #boot(): void {
    if (this.stacks === undefined || this.#hasBooted) return;
    this.#hasBooted = true;
    for (const g of this.#sched.gs) g.stack = this.stacks.newproc(g.id);
  }

  #destroyP(p: number): void {
    this.#go.destroyP(p);
    this.stackAlloc.clear(p);
    this.stacks?.gfree.purge(p);
  }
}
