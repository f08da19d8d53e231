/**
 * The roots of a cycle, as jobs that any processor can take: the queue of finalizers, the data segment in stretches of
 * 256 KiB, the objects with finalizers of 512 pages at a time, and each goroutine's stack. See mgc.ts for the cycle.
 * With the queue the stacks of dead goroutines are freed, which is a job of its own in Go.
 *
 * How many there are is fixed when a cycle starts. What comes later needs no scan: a new goroutine has no roots, and a
 * store into a global variable goes through the write barrier.
 *
 * Keeps: go/marks-between-must-and-may, gc/finalizer-of-unreachable-block.
 * Source: Go 1.19 runtime/mgcmark.go (gcMarkRootPrepare, markroot, markrootBlock, markrootSpans).
 * Differs: what a client holds on a stack is found by the maps of the frames only where these are followed
 *   (models/runtime/stacks.ts); otherwise, and where a frame has no local left for it, it is as if in registers.
 */
import { bitAt } from '../../src/base/bits.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import type { RootSource } from '../../spec/subject.ts';
import { PAGE_BYTES, SPAN_IN_USE, WORD_BYTES } from '../../spec/views/go.ts';
import { SPECIAL_FINALIZER } from '../../spec/views/go-collector.ts';
import type { GcWork } from './gc-work.ts';
import type { HeapArena } from './heap-arena.ts';
import { scanobject, shade, shadeConservatively, tellMarked } from './mark.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';

/** Root jobs before all others: the queue of finalizers. */
const FIXED_ROOTS = 1;
/** Global variables that are one root job: 256 KiB of them. */
const GLOBALS_PER_ROOT = 32_768;
/** Pages whose specials are one root job. */
const PAGES_PER_SPAN_ROOT = 512;
const NO_ROOTS: RootSource = { stacks: 0, stack: () => [], globals: () => [], words: () => [] };

export class MarkRoots {
  /** Jobs done, and in all. */
  next = 0;
  jobs = 0;
  /** Goroutines whose stacks were scanned in this cycle, by number. */
  readonly scanned: boolean[] = [];
  readonly #heap: MHeap;
  readonly #shardsPerArena: number;
  #source = NO_ROOTS;
  #dataRoots = 0;
  #spanRoots = 0;

  constructor(heap: MHeap) {
    this.#heap = heap;
    this.#shardsPerArena = heap.geometry.heapArenaBytes / PAGE_BYTES / PAGES_PER_SPAN_ROOT;
  }

  get source(): RootSource {
    return this.#source;
  }

  get areDone(): boolean {
    return this.next >= this.jobs;
  }

  /** Whether the next job is a stack. */
  get isAtStack(): boolean {
    return this.next >= FIXED_ROOTS + this.#dataRoots + this.#spanRoots;
  }

  /** For a new cycle, with the world stopped. */
  prepare(source: RootSource): void {
    this.#source = source;
    this.#dataRoots = Math.ceil(source.globals().length / GLOBALS_PER_ROOT);
    this.#spanRoots = this.#heap.arenas.all.length * this.#shardsPerArena;
    this.next = 0;
    this.jobs = FIXED_ROOTS + this.#dataRoots + this.#spanRoots + source.stacks;
    this.scanned.length = 0;
  }

  /** Does the next root job: the bytes that were walked. */
  markroot(gcw: GcWork): Bytes {
    const job = this.next;
    this.next += 1;
    if (job < FIXED_ROOTS) return this.#markFinalizers(gcw);
    const block = job - FIXED_ROOTS;
    if (block < this.#dataRoots) return this.#markGlobals(block, gcw);
    const shard = block - this.#dataRoots;
    if (shard < this.#spanRoots) return this.#markSpans(shard, gcw);
    return this.#markStack(shard - this.#spanRoots, gcw);
  }

  /** What waits for its finalizer to run is as it was when it was queued, and so is all it points to. */
  #markFinalizers(gcw: GcWork): Bytes {
    const { slotsMarked, noscanMarked } = this.#heap;
    const { finq, running } = this.#heap.specials;
    this.#heap.world.freeDeadStacks();
    for (const object of finq) shade(this.#heap, object, gcw);
    for (const object of running) shade(this.#heap, object, gcw);
    tellMarked(this.#heap, 'queue', slotsMarked, noscanMarked);
    return (finq.length + running.length) * WORD_BYTES;
  }

  /** A stretch of the data segment. */
  #markGlobals(block: number, gcw: GcWork): Bytes {
    const heap = this.#heap;
    const { slotsMarked, noscanMarked } = heap;
    const from = block * GLOBALS_PER_ROOT;
    const variables = this.#source.globals().slice(from, from + GLOBALS_PER_ROOT);
    for (const pointer of variables) shade(heap, pointer, gcw);
    tellMarked(heap, 'data', slotsMarked, noscanMarked);
    const bytes = variables.length * WORD_BYTES;
    heap.controller.globalsScanWork += bytes;
    return bytes;
  }

  /** What the objects with finalizers of a stretch of pages point to: not the objects themselves. */
  #markSpans(shard: number, gcw: GcWork): Bytes {
    const arena = this.#heap.arenas.all[Math.floor(shard / this.#shardsPerArena)] as HeapArena;
    const from = (shard % this.#shardsPerArena) * PAGES_PER_SPAN_ROOT;
    const { slotsMarked, noscanMarked } = this.#heap;
    let bytes = 0;
    for (let page = from; page < from + PAGES_PER_SPAN_ROOT; page += 1) {
      if (arena.pageSpecials[page >>> 5] === 0) page |= 31;
      else if (bitAt(arena.pageSpecials, page)) {
        bytes += this.#markReferents(arena.spans[page] as MSpan, gcw);
      }
    }
    tellMarked(this.#heap, 'finalizer', slotsMarked, noscanMarked);
    return bytes;
  }

  #markReferents(span: MSpan, gcw: GcWork): Bytes {
    if (span.state !== SPAN_IN_USE || span.sweepgen === this.#heap.sweepgen - 2) {
      throw new Fatal('gc: unswept span');
    }
    let bytes = 0;
    for (const { offset, kind } of span.specials) {
      if (kind !== SPECIAL_FINALIZER) continue;
      this.scanReferents(span, span.startAddr + offset, gcw);
      bytes += span.elemsize;
    }
    return bytes;
  }

  /** What an object points to, which is not marked itself. */
  scanReferents(span: MSpan, addr: Addr, gcw: GcWork): void {
    if ((span.spanclass & 1) === 1) return;
    scanobject(this.#heap, span.startAddr + span.objIndex(addr) * span.elemsize, gcw);
  }

  #markStack(g: number, gcw: GcWork): Bytes {
    const heap = this.#heap;
    heap.world.settle(g);
    let { slotsMarked, noscanMarked } = heap;
    const stack = this.#source.stack(g);
    const framed = heap.world.scanstack(g);
    for (const root of framed) shade(heap, root, gcw);
    for (const root of stack) shade(heap, root, gcw);
    tellMarked(heap, 'stack', slotsMarked, noscanMarked);
    ({ slotsMarked, noscanMarked } = heap);
    const words = this.#source.words(g);
    for (const word of words) shadeConservatively(heap, word, gcw);
    tellMarked(heap, 'word', slotsMarked, noscanMarked);
    this.scanned[g] = true;
    const bytes = (framed.length + stack.length + words.length) * WORD_BYTES;
    this.#heap.controller.stackScanWork += bytes;
    return bytes;
  }
}
