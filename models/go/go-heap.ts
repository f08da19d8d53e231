/**
 * Go's memory allocator, readable and executable: malloc.go's part. Start here.
 *
 * Memory comes down a ladder of tiers, each asked only when the one above it has nothing:
 *
 *     malloc   ─ tiny block      objects below 16 bytes without pointers share 16-byte slots     (this file)
 *              ─ mcache          one current span for each span class, per processor             (mcache.ts)
 *              ─ mcentral        the spans of a span class that no processor holds               (mcentral.ts)
 *              ─ mheap           spans of whole pages; large objects (> 32 KiB) start here       (mheap.ts)
 *              ─ page allocator  a bitmap of pages under a radix tree; a page cache in front     (page-alloc.ts)
 *              ─ operating system  address space in arenas, mapped and used piece by piece       (models/os)
 *
 * A request is rounded up to one of 67 size classes (sizeclasses.ts); a span class is a size class with or without
 * pointers. A small object is the next free slot of the current span: a count of trailing zeros in allocCache. When the
 * span is full the mcache trades it at the mcentral, which sweeps spans for a free slot before it asks the mheap for a
 * new one. A large object is a span of its own.
 *
 * Memory goes back by collection: a cycle marks what the roots reach while the client goes on (mgc.ts, mark.ts,
 * write-barrier.ts) and raises sweepgen, by which every span needs sweeping (sweep.ts): its unmarked slots are then
 * free, and a span without marks goes back to the mheap. Nothing moves. It also goes back by explicit `free`, as in
 * the freegc experiment of Go 1.26: a small slot is kept by the processor and handed out again first; a large span
 * goes back to the mheap at once, or when it is swept where marking runs; a tiny object waits for the next
 * collection, since its slot is shared.
 *
 * Whatever is not the fast path of malloc or free is a slow path: other processors may run in the middle of it
 * (slow-path.ts). Who runs where is models/runtime's business.
 *
 * Memory handed out is zero where that was asked for or where it may hold pointers; needzero and zeroedBase save
 * the clearing of what is zero already.
 *
 * The memory of free pages goes back to the operating system by the scavenger (scavenge.ts): when an allocation takes
 * the heap above its memory limit or goal, in the background, or when the client says so.
 *
 * Source: Go 1.19 runtime/malloc.go (mallocgc, nextFree), mcache.go (allocLarge), mgc.go (GC).
 * Differs: zero-size blocks are at an address below the heap; `free` refuses what is not the start of an allocated
 *   block, which Go checks only in debug builds.
 * Left out: stacks, profiling.
 * Long, as malloc.go is: the kinds of object share their way to a slot, and back.
 */
import { setBit, clearBit, bitAt, popcount32 } from '../../src/base/bits.ts';
import { hex } from '../../src/base/units.ts';
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { Fatal, Refusal } from '../../spec/subject.ts';
import type { Memory, Subject } from '../../spec/subject.ts';
import {
  GC_OFF,
  MAX_SMALL_SIZE,
  PAGE_BYTES,
  SPAN_IN_USE,
  TINY_SPAN_CLASS,
  WORD_BYTES,
} from '../../spec/views/go.ts';
import type { Os } from '../os/os.ts';
import type { Geometry } from './geometry.ts';
import { setHeapBits } from './heap-bitmap.ts';

import { MCache } from './mcache.ts';
import { Collector } from './mgc.ts';
import { MHeap } from './mheap.ts';
import type { HeapOptions } from './mheap.ts';
import { WHOLE_SLOT } from './mspan.ts';
import type { MSpan } from './mspan.ts';
import { deductSweepCredit, testTrigger } from './pacing.ts';
import type { PageCache } from './page-cache.ts';
import { scavengingPages } from './scavenge.ts';
import { classToSize, sizeToClass } from './sizeclasses.ts';
import { Specials } from './specials.ts';
import type { Slow } from './slow-path.ts';
import { ensureSwept, sweepone } from './sweep.ts';
import { MAX_TINY_SIZE, startsBlock, tinyAlign } from './tiny.ts';
import { memclr, storePointer } from './words.ts';

/** Where all zero-size blocks are: Go's runtime.zerobase. */
export const ZERO_BASE: Addr = 0x57f0e0;

export class GoHeap implements Subject {
  readonly memory: Memory;
  readonly maxSize: Bytes;
  readonly heap: MHeap;
  /** By processor. */
  readonly mcaches: readonly MCache[];
  readonly steps: Collector;
  readonly specials: Specials;
  #mcache: MCache;
  /** Calls served, so that a refused call that consumed something shows. */
  #served = 0;

  constructor(geometry: Geometry, os: Os, options: HeapOptions) {
    this.memory = os;
    this.maxSize = 2 ** geometry.heapAddrBits;
    this.heap = new MHeap(geometry, os, options);
    this.mcaches = Array.from({ length: options.procs }, (_, p) => new MCache(this.heap, p));
    this.steps = new Collector(this.heap, this.mcaches, options.checkmark === true);
    this.specials = new Specials(this.heap, this.steps);
    this.#mcache = this.mcaches[0] as MCache;
  }

  switchP(p: number): void {
    const mcache = this.mcaches[p];
    if (mcache === undefined) throw new Fatal(`no processor ${p}`);
    this.heap.p = p;
    this.#mcache = mcache;
    mcache.prepareForSweep('acquire');
  }

  /** Processor `p` is stopped: all that it has goes back. With the world stopped, and no cycle running. */
  destroyP(p: number): void {
    const { heap } = this;
    const pcache = heap.pcaches[p] as PageCache;
    (this.mcaches[p] as MCache).releaseAll();
    if (pcache.empty()) return;
    const { base, cacheLo, cacheHi, scavLo, scavHi } = pcache;
    pcache.flush(heap.pages);
    const npages = popcount32(cacheLo) + popcount32(cacheHi);
    const scavenged = popcount32(scavLo) + popcount32(scavHi);
    heap.events?.pageCacheFlushed(p, base, npages, scavenged * PAGE_BYTES);
  }

  /** Processor `p` is there, perhaps again. */
  initP(p: number): void {
    (this.mcaches[p] as MCache).flushGen = this.heap.sweepgen;
  }

  malloc(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    this.#checkSize(size);
    this.#served += 1;
    if (size === 0) return ZERO_BASE;
    const words = size < WORD_BYTES ? 0 : pointerWords;
    const addr = this.#mallocFast(size, words, zeroed);
    return addr !== 0 ? addr : this.heap.slow.run(this.#mallocgc(size, words, zeroed));
  }

  /** The same as a slow path: the address, once it is resumed as often as it needs. */
  *mallocgc(size: Bytes, pointerWords: number, zeroed: boolean): Slow<Addr> {
    this.#checkSize(size);
    this.#served += 1;
    if (size === 0) return ZERO_BASE;
    return yield* this.#mallocgc(size, size < WORD_BYTES ? 0 : pointerWords, zeroed);
  }

  #checkSize(size: Bytes): void {
    if (!(size >= 0 && size <= this.maxSize && Math.floor(size) === size)) {
      throw new Refusal('bad-size', `malloc of ${size} bytes`);
    }
  }

  /** An object out of what the mcache has at hand; 0 where that takes more. */
  #mallocFast(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    if (size > MAX_SMALL_SIZE) return 0;
    const c = this.#mcache;
    const isTiny = pointerWords === 0 && size < MAX_TINY_SIZE;
    const spanclass = isTiny ? TINY_SPAN_CLASS : spanClassOf(size, pointerWords);
    if (isTiny) {
      const addr = this.#takeTiny(c, size);
      if (addr !== 0) return addr;
    } else if (c.reusable[spanclass]!.length > 0) {
      return this.#reuse(c, size, pointerWords, zeroed);
    }
    const span = c.alloc[spanclass] as MSpan;
    const slot = span.nextFreeFast();
    if (slot < 0) return 0;
    return isTiny
      ? this.#newTiny(c, span, slot, size)
      : this.#newObject(c, span, slot, size, pointerWords, zeroed);
  }

  *#mallocgc(size: Bytes, pointerWords: number, zeroed: boolean): Slow<Addr> {
    const { slow } = this.heap;
    if (size > MAX_SMALL_SIZE) return yield* this.#mallocLarge(size, pointerWords, zeroed);
    const c = this.#mcache;
    const isTiny = pointerWords === 0 && size < MAX_TINY_SIZE;
    const spanclass = isTiny ? TINY_SPAN_CLASS : spanClassOf(size, pointerWords);
    if (slow.yields && (isTiny || c.reusable[spanclass]!.length > 0)) {
      const addr = this.#mallocFast(size, pointerWords, zeroed);
      if (addr !== 0) return addr;
    }
    let span = c.alloc[spanclass] as MSpan;
    let slot = span.nextFreeFast();
    if (slot < 0) {
      span = yield* this.#nextFree(c, spanclass);
      slot = span.freeindex - 1;
    }
    if (slow.yields) yield 'slot-taken';
    return isTiny
      ? this.#newTiny(c, span, slot, size)
      : this.#newObject(c, span, slot, size, pointerWords, zeroed);
  }

  free(addr: Addr): void {
    if (addr === ZERO_BASE) return;
    const span = this.#spanAt(addr);
    const slot = span.objIndex(addr);
    this.#refuseUnlessAllocated(span, slot, addr);
    const { spanclass } = span;
    const { slow, sweepgen } = this.heap;
    if (span.sweepgen !== sweepgen && span.sweepgen !== sweepgen + 3) {
      slow.run(ensureSwept(this.heap, span));
    }
    if (spanclass < 2) this.#freeLarge(span);
    else if (spanclass === TINY_SPAN_CLASS && span.tinyStarts[slot] !== WHOLE_SLOT) {
      const start = 1 << (addr - span.startAddr - slot * span.elemsize);
      span.tinyStarts[slot] = (span.tinyStarts[slot] as number) & ~start;
    } else {
      setBit(span.freedBits, slot);
      (this.#mcache.reusable[spanclass] as Addr[]).push(addr);
      this.heap.events?.slotFreed(this.heap.p, spanclass);
    }
    this.#served += 1;
  }

  usableSize(addr: Addr): Bytes {
    const span = this.heap.spanOf(addr);
    if (span === undefined) return 0;
    if (span.spanclass < 2) return span.limit - addr;
    const slot = span.objIndex(addr);
    const base = span.startAddr + slot * span.elemsize;
    if (span.spanclass !== TINY_SPAN_CLASS || span.tinyStarts[slot] === WHOLE_SLOT)
      return base + span.elemsize - addr;
    return this.#tinyEnd(span.tinyStarts[slot] as number, base, addr - base) - (addr - base);
  }

  alignmentOf(size: Bytes, pointerWords: number): Bytes {
    if (size === 0) return 1;
    if (size > MAX_SMALL_SIZE) return PAGE_BYTES;
    if ((pointerWords === 0 || size < WORD_BYTES) && size < MAX_TINY_SIZE) return tinyAlign(size);
    const elemsize = classToSize[sizeToClass(size)] as number;
    return Math.min(elemsize & -elemsize, PAGE_BYTES);
  }

  writePointer(slot: Addr, value: Addr): void {
    if (this.heap.gcphase !== GC_OFF) this.steps.beforeStore(slot, value);
    storePointer(this.memory, slot, value);
  }

  /**
   * One whole collection that nothing interrupts, after what is left of one that runs.
   *
   * @source go1.19 runtime/mgc.go GC
   */
  gc(roots: readonly Addr[]): void {
    this.steps.finish();
    this.steps.start({ stacks: 1, stack: () => roots, globals: () => [], words: () => [] });
    this.steps.finish();
    this.#served += 1;
  }

  finishSweep(): void {
    this.steps.finish();
    this.heap.slow.finishAll();
    while (this.heap.slow.run(sweepone(this.heap)) !== -1);
    while (this.heap.world.behindSweep());
  }

  scavenge(npages: Pages): Pages {
    return this.heap.slow.run(this.scavenging(npages));
  }

  /** The same as a slow path. */
  *scavenging(npages: Pages): Slow<Pages> {
    this.#served += 1;
    return yield* scavengingPages(this.heap, npages);
  }

  backgroundScavenge(quanta: number): number {
    this.#served += 1;
    return this.heap.scavenger.run(quanta);
  }

  /** @source go1.19 runtime/mheap.go runtime_debug_freeOSMemory */
  freeOSMemory(): Pages {
    this.finishSweep();
    return this.scavenge(Infinity);
  }

  footprint(): readonly number[] {
    const { heap } = this;
    const { stats, os } = heap;
    const numbers = [
      this.#served,
      heap.sweepgen,
      heap.allspans.length,
      os.calls,
      os.residentBytes,
      os.committedBytes,
    ];
    numbers.push(
      stats.heapInUse,
      stats.heapFree,
      stats.heapReleased,
      stats.totalAlloc,
      stats.totalFree,
    );
    numbers.push(stats.pagesInUse, stats.heapLive);
    for (const { alloc, reusable, tiny, tinyoffset, tinyAllocs } of this.mcaches) {
      let taken = 0;
      for (const span of alloc) taken += span.freeindex + span.allocCount;
      for (const list of reusable) taken += list.length;
      numbers.push(tiny, tinyoffset, tinyAllocs, taken);
    }
    return numbers;
  }

  dispose(): void {
    this.heap.os.dispose();
  }

  /** The object of a slot that was just taken: cleared where that is wanted and needed, described, born black. */
  #newObject(
    c: MCache,
    span: MSpan,
    slot: number,
    size: Bytes,
    pointerWords: number,
    zeroed: boolean,
  ): Addr {
    const addr = span.startAddr + slot * span.elemsize;
    if ((zeroed || pointerWords !== 0) && span.needzero !== 0) {
      memclr(this.memory, addr, span.elemsize);
    }
    span.freeIndexForScan = span.freeindex;
    if (pointerWords !== 0) c.scanAlloc += this.#describe(addr, span.spanclass, size, pointerWords);
    else if (span.spanclass === TINY_SPAN_CLASS) this.#startTiny(addr, WHOLE_SLOT);
    if (this.heap.gcphase !== GC_OFF) this.steps.markNew(addr, size);
    return addr;
  }

  /** The current span of a class after taking its next free slot, freeindex - 1, refilled where necessary. */
  *#nextFree(c: MCache, spanclass: number): Slow<MSpan> {
    let span = c.alloc[spanclass] as MSpan;
    let slot = span.nextFreeIndex();
    if (slot === span.nelems) {
      if (span.allocCount !== span.nelems)
        throw new Fatal('s.allocCount != s.nelems && freeIndex == s.nelems');
      const refilled = yield* c.refill(spanclass);
      if (refilled === undefined) throw outOfMemory(span.elemsize);
      span = refilled;
      slot = span.nextFreeIndex();
    }
    if (slot >= span.nelems) throw new Fatal('freeIndex is not valid');
    span.allocCount += 1;
    if (span.allocCount > span.nelems) throw new Fatal('s.allocCount > s.nelems');
    return span;
  }

  /** A slot that was freed explicitly: as it was left, unless zeroes are wanted. */
  #reuse(c: MCache, size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    const spanclass = spanClassOf(size, pointerWords);
    const addr = c.reusable[spanclass]!.pop() as Addr;
    const span = this.heap.spanOf(addr) as MSpan;
    clearBit(span.freedBits, span.objIndex(addr));
    if (zeroed || pointerWords !== 0) memclr(this.memory, addr, span.elemsize);
    if (pointerWords !== 0) this.#describe(addr, spanclass, size, pointerWords);
    else if (spanclass === TINY_SPAN_CLASS) this.#startTiny(addr, WHOLE_SLOT);
    this.heap.events?.slotFreed(this.heap.p, spanclass);
    if (this.heap.gcphase !== GC_OFF) this.steps.markNew(addr, size);
    return addr;
  }

  /**
   * Writes the pointer bits of a new object; those of the 8-byte class are set for good. Answers the bytes that may
   * hold pointers.
   */
  #describe(addr: Addr, spanclass: number, size: Bytes, pointerWords: number): Bytes {
    const slotWords = (classToSize[spanclass >>> 1] as number) / WORD_BYTES;
    if (slotWords === 1) return WORD_BYTES;
    const words = Math.floor(size / WORD_BYTES);
    const pointers = pointerWords < 0 ? words : Math.min(pointerWords, words);
    setHeapBits(this.heap.arenas, addr, slotWords, pointers);
    return pointers * WORD_BYTES;
  }

  /**
   * What is left of the current tiny block; 0 where that is too little.
   *
   * @source go1.19 runtime/malloc.go mallocgc, "Tiny allocator"
   */
  #takeTiny(c: MCache, size: Bytes): Addr {
    const align = tinyAlign(size);
    const offset = (c.tinyoffset + align - 1) & -align;
    if (c.tiny === 0 || offset + size > MAX_TINY_SIZE) return 0;
    c.tinyoffset = offset + size;
    c.tinyAllocs += 1;
    this.#startTiny(c.tiny, 1 << offset);
    return c.tiny + offset;
  }

  /** A new tiny block with its first object; the current one from now on where it has more room. */
  #newTiny(c: MCache, span: MSpan, slot: number, size: Bytes): Addr {
    const addr = span.startAddr + slot * span.elemsize;
    memclr(this.memory, addr, MAX_TINY_SIZE);
    span.freeIndexForScan = span.freeindex;
    if (this.heap.gcphase !== GC_OFF) this.steps.markNew(addr, size);
    span.tinyStarts[slot] = 1;
    if (size < c.tinyoffset || c.tiny === 0) {
      c.tiny = addr;
      c.tinyoffset = size;
    }
    return addr;
  }

  /** Notes that a sub-object starts at the bytes of `starts` of the slot at `base`. */
  #startTiny(base: Addr, starts: number): void {
    const span = this.heap.spanOf(base) as MSpan;
    const slot = span.objIndex(base);
    const old = starts === WHOLE_SLOT ? 0 : (span.tinyStarts[slot] as number);
    span.tinyStarts[slot] = old | starts;
  }

  /** Where the sub-object at `offset` ends at the latest: at the next one, or at the unused part. */
  #tinyEnd(starts: number, base: Addr, offset: Bytes): Bytes {
    for (let end = offset + 1; end < MAX_TINY_SIZE; end += 1)
      if (((starts >>> end) & 1) === 1) return end;
    for (const { tiny, tinyoffset } of this.mcaches) if (tiny === base) return tinyoffset;
    return MAX_TINY_SIZE;
  }

  /** @source go1.19 runtime/mcache.go allocLarge */
  *#mallocLarge(size: Bytes, pointerWords: number, zeroed: boolean): Slow<Addr> {
    const { heap } = this;
    const c = this.#mcache;
    const npages = Math.ceil(size / PAGE_BYTES);
    yield* deductSweepCredit(heap, npages * PAGE_BYTES, npages);
    const span = yield* heap.alloc(npages, pointerWords === 0 ? 1 : 0);
    if (span === undefined) throw outOfMemory(size);
    const bytes = npages * PAGE_BYTES;
    span.freeindex = 1;
    span.allocCount = 1;
    span.freeIndexForScan = 1;
    span.limit = span.startAddr + size;
    heap.stats.totalAlloc += bytes;
    heap.controller.update(bytes, 0);
    testTrigger(heap);
    if (heap.slow.yields) yield 'span-made';
    heap.centralOf(span.spanclass).file(heap, span);
    heap.initHeapBits(span);
    if ((zeroed || pointerWords !== 0) && span.needzero !== 0)
      memclr(this.memory, span.startAddr, bytes);
    if (pointerWords !== 0) {
      const words = Math.floor(size / WORD_BYTES);
      const pointers = pointerWords < 0 ? words : Math.min(pointerWords, words);
      setHeapBits(heap.arenas, span.startAddr, words, pointers);
      c.scanAlloc += pointers * WORD_BYTES;
    }
    if (heap.gcphase !== GC_OFF) this.steps.markNew(span.startAddr, size);
    return span.startAddr;
  }

  /** The in-use span that `addr` lies in. */
  #spanAt(addr: Addr): MSpan {
    const span = Math.floor(addr) === addr ? this.heap.spanOf(addr) : undefined;
    if (
      span === undefined ||
      span.state !== SPAN_IN_USE ||
      addr < span.startAddr ||
      addr >= span.limit
    ) {
      throw badFree(addr, 'which is in no span');
    }
    return span;
  }

  /** Refuses what is not the start of an allocated block, before anything is changed. */
  #refuseUnlessAllocated(span: MSpan, slot: number, addr: Addr): void {
    const { sweepgen } = this.heap;
    const unswept = span.sweepgen !== sweepgen && span.sweepgen !== sweepgen + 3;
    const free = unswept ? !bitAt(span.gcmarkBits, slot) : span.isFree(slot);
    if (free || bitAt(span.freedBits, slot)) throw badFree(addr, 'which is free already');
    if (!startsBlock(span, slot, addr)) throw badFree(addr, 'where no block starts');
  }

  /** While marking runs no span may go away, nor one that is not filed yet, so the next sweep frees it. */
  #freeLarge(span: MSpan): void {
    const { heap } = this;
    const { gcphase, sweepgen } = heap;
    if (gcphase !== GC_OFF || !heap.centralOf(span.spanclass).fullSwept(sweepgen).remove(span)) {
      setBit(span.freedBits, 0);
      return;
    }
    heap.stats.totalFree += span.elemsize;
    span.allocCount = 0;
    span.freeindex = 0;
    heap.freeSpan(span);
  }
}

function spanClassOf(size: Bytes, pointerWords: number): number {
  return (sizeToClass(size) << 1) | (pointerWords === 0 ? 1 : 0);
}

function badFree(addr: Addr, why: string): Refusal {
  return new Refusal('bad-free', `free of ${hex(addr)}, ${why}`);
}

function outOfMemory(size: Bytes): Refusal {
  return new Refusal('out-of-memory', `out of memory: cannot allocate ${size} bytes`);
}
