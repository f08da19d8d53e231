/**
 * Threads, as the processors of a program: each has a cache, and may be in the middle of one call.
 *
 * To stop a processor is to end its thread: its cache is given back. A goroutine that ends is a thread that says that it will be
 * idle, whose cache is given back too, and made anew by its next call. The system and run queues are no matter of an
 * allocator, so what is said of those does nothing.
 *
 * Source: gperftools thread_cache.cc, ThreadCache::BecomeIdle, DestroyThreadCache.
 */
import type { Addr, Pages } from '../../src/base/units.ts';
import { Refusal } from '../../spec/subject.ts';
import type { MallocRequest, Scheduler } from '../../spec/scheduler.ts';
import type { TcmallocEvents } from '../../spec/views/tcmalloc-log.ts';
import type { Slow } from './slow-path.ts';
import type { Tcmalloc } from './tcmalloc.ts';

/** No goroutine has this number. */
const NOBODY = -1;

export class Threads implements Scheduler {
  readonly goroutines: number;
  readonly #heap: Tcmalloc;
  readonly #events: TcmallocEvents;
  #running: number;
  /** By thread: where its next call stops; 0 for nowhere. */
  readonly #stops: number[];

  constructor(heap: Tcmalloc, threads: number, events: TcmallocEvents) {
    this.#heap = heap;
    this.#events = events;
    this.goroutines = threads;
    this.#running = threads;
    this.#stops = Array.from({ length: threads }, () => 0);
  }

  get suspended(): number {
    return this.#heap.slow.suspended;
  }

  get isPausing(): boolean {
    return this.#stops[this.#heap.thread] !== 0;
  }

  run(p: number): number {
    const thread = p % this.#running;
    this.#heap.slow.resume(thread, Infinity);
    this.#heap.thread = thread;
    return thread;
  }

  setProcs(procs: number): boolean {
    if (!(procs >= 1 && procs <= this.goroutines) || procs === this.#running) return false;
    for (let thread = procs; thread < this.#running; thread += 1) {
      this.#heap.slow.resume(thread, Infinity);
      this.#stops[thread] = 0;
      this.#heap.endThread(thread);
    }
    this.#running = procs;
    this.run(this.#heap.thread);
    return true;
  }

  go(): void {}

  gosched(): boolean {
    return false;
  }

  goexit(): number {
    if (this.#heap.endThread(this.#heap.thread)) this.#events.reached('tcmalloc/cache-became-idle');
    return NOBODY;
  }

  entersyscall(): void {}

  retake(): boolean {
    return false;
  }

  exitsyscall(): boolean {
    return false;
  }

  pause(stop: number): void {
    this.#stops[this.#heap.thread] = stop;
  }

  resume(p: number, steps: number): boolean {
    return this.#heap.slow.resume(p % this.#running, steps);
  }

  finishCalls(): void {
    this.#heap.slow.finishAll();
  }

  malloc({ size }: MallocRequest, done: (reply: Addr | Refusal) => void): void {
    const { thread, slow } = this.#heap;
    const stop = this.#stops[thread] as number;
    this.#stops[thread] = 0;
    slow.begin(thread, this.#told(size, done), stop);
  }

  sweep(): void {}

  scavenge(npages: Pages): void {
    this.#stops[this.#heap.thread] = 0;
    this.#heap.release(npages);
  }

  *#told(size: number, done: (reply: Addr | Refusal) => void): Slow<void> {
    const addr = yield* this.#heap.mallocSlowly(size);
    done(addr === 0 ? new Refusal('out-of-memory', 'malloc: no memory') : addr);
  }
}
