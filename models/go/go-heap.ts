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
Memory goes back by collection: a cycle marks what the roots reach while the client goes on (mgc.ts, mark.ts,
 * write-barrier.ts) and raises sweepgen, by which every span needs sweeping (sweep.ts): its unmarked slots are then
 * free, and a span without marks goes back to the mheap. Nothing moves. It also goes back by explicit `free`, as in the freegc experiment of Go 1.26: a small slot is kept by the
 * processor and handed out again first; a large span goes back to the mheap at once, or when it is swept where
 * marking runs; a tiny object waits for the next collection, since its slot is shared.
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
 */
import { setBit, clearBit, bitAt } from '../../src/base/bits.ts';
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
import { scavengePages } from './scavenge.ts';
import { classToSize, sizeToClass } from './sizeclasses.ts';
import { Specials } from './specials.ts';
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
  }

  malloc(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    if (!(size >= 0 && size <= this.maxSize && Math.floor(size) === size)) {
      throw new Refusal('bad-size', `malloc of ${size} bytes`);
    }
    this.#served += 1;
    if (size === 0) return ZERO_BASE;
    const noscan = pointerWords === 0 || size < WORD_BYTES;
    if (noscan && size < MAX_TINY_SIZE) return this.#mallocTiny(size);
    const addr =
      size > MAX_SMALL_SIZE
        ? this.#mallocLarge(size, noscan ? 0 : pointerWords, zeroed)
        : this.#mallocSmall(size, noscan ? 0 : pointerWords, zeroed);
    if (this.heap.gcphase !== GC_OFF) this.steps.markNew(addr, size);
    return addr;
  }

  #mallocSmall(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    const noscan = pointerWords === 0;
    const spanclass = (sizeToClass(size) << 1) | (noscan ? 1 : 0);
    const reusable = this.#mcache.reusable[spanclass] as Addr[];
    const clear = zeroed || !noscan;
    const isNew = reusable.length === 0;
    const addr = isNew ? this.#takeSlot(spanclass, clear) : this.#reuse(reusable, spanclass, clear);
    if (!noscan) {
      const scanned = this.#describe(addr, spanclass, size, pointerWords);
      if (isNew) this.#mcache.scanAlloc += scanned;
    } else if (spanclass === TINY_SPAN_CLASS) this.#startTiny(addr, WHOLE_SLOT);
    return addr;
  }

  free(addr: Addr): void {
    if (addr === ZERO_BASE) return;
    const span = this.#spanAt(addr);
    const slot = span.objIndex(addr);
    this.#refuseUnlessAllocated(span, slot, addr);
    const { spanclass } = span;
    if (span.sweepgen === this.heap.sweepgen - 2) ensureSwept(this.heap, span);
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
    this.steps.start({ stacks: 1, stack: () => roots, words: () => [] });
    this.steps.finish();
    this.#served += 1;
  }

  finishSweep(): void {
    while (sweepone(this.heap) !== -1);
  }

  scavenge(npages: Pages): Pages {
    this.#served += 1;
    return scavengePages(this.heap, npages);
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

  /** The next free slot of the current span, cleared when that is wanted and needed. */
  #takeSlot(spanclass: number, zeroed: boolean): Addr {
    let span = this.#mcache.alloc[spanclass] as MSpan;
    let slot = span.nextFreeFast();
    if (slot < 0) {
      span = this.#nextFree(spanclass);
      slot = span.freeindex - 1;
    }
    const addr = span.startAddr + slot * span.elemsize;
    if (zeroed && span.needzero !== 0) memclr(this.memory, addr, span.elemsize);
    span.freeIndexForScan = span.freeindex;
    return addr;
  }

  /** The current span of a class after taking its next free slot, freeindex - 1, refilled where necessary. */
  #nextFree(spanclass: number): MSpan {
    let span = this.#mcache.alloc[spanclass] as MSpan;
    let slot = span.nextFreeIndex();
    if (slot === span.nelems) {
      if (span.allocCount !== span.nelems)
        throw new Fatal('s.allocCount != s.nelems && freeIndex == s.nelems');
      const refilled = this.#mcache.refill(spanclass);
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
  #reuse(reusable: Addr[], spanclass: number, zeroed: boolean): Addr {
    const addr = reusable.pop() as Addr;
    const span = this.heap.spanOf(addr) as MSpan;
    clearBit(span.freedBits, span.objIndex(addr));
    if (zeroed) memclr(this.memory, addr, span.elemsize);
    this.heap.events?.slotFreed(this.heap.p, spanclass);
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

  /** @source go1.19 runtime/malloc.go mallocgc, "Tiny allocator" */
  #mallocTiny(size: Bytes): Addr {
    const c = this.#mcache;
    const align = tinyAlign(size);
    const offset = (c.tinyoffset + align - 1) & -align;
    if (c.tiny !== 0 && offset + size <= MAX_TINY_SIZE) {
      c.tinyoffset = offset + size;
      c.tinyAllocs += 1;
      this.#startTiny(c.tiny, 1 << offset);
      return c.tiny + offset;
    }
    const addr = this.#takeSlot(TINY_SPAN_CLASS, false);
    memclr(this.memory, addr, MAX_TINY_SIZE);
    if (this.heap.gcphase !== GC_OFF) this.steps.markNew(addr, size);
    const span = this.heap.spanOf(addr) as MSpan;
    span.tinyStarts[span.objIndex(addr)] = 1;
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
  #mallocLarge(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    const { heap } = this;
    const npages = Math.ceil(size / PAGE_BYTES);
    deductSweepCredit(heap, npages * PAGE_BYTES, npages);
    const span = heap.alloc(npages, pointerWords === 0 ? 1 : 0);
    if (span === undefined) throw outOfMemory(size);
    const bytes = npages * PAGE_BYTES;
    span.freeindex = 1;
    span.allocCount = 1;
    span.freeIndexForScan = 1;
    span.limit = span.startAddr + size;
    heap.stats.totalAlloc += bytes;
    heap.controller.update(bytes, 0);
    testTrigger(heap);
    heap.centralOf(span.spanclass).file(heap, span);
    heap.initHeapBits(span);
    if ((zeroed || pointerWords !== 0) && span.needzero !== 0)
      memclr(this.memory, span.startAddr, bytes);
    if (pointerWords !== 0) {
      const words = Math.floor(size / WORD_BYTES);
      const pointers = pointerWords < 0 ? words : Math.min(pointerWords, words);
      setHeapBits(heap.arenas, span.startAddr, words, pointers);
      this.#mcache.scanAlloc += pointers * WORD_BYTES;
    }
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
    const unswept = span.sweepgen === this.heap.sweepgen - 2;
    const free = unswept ? !bitAt(span.gcmarkBits, slot) : span.isFree(slot);
    if (free || bitAt(span.freedBits, slot)) throw badFree(addr, 'which is free already');
    if (!startsBlock(span, slot, addr)) throw badFree(addr, 'where no block starts');
  }

  /** While marking runs no span may go away, so the sweep frees it. */
  #freeLarge(span: MSpan): void {
    const { heap } = this;
    if (heap.gcphase !== GC_OFF) {
      setBit(span.freedBits, 0);
      return;
    }
    heap.centralOf(span.spanclass).fullSwept(heap.sweepgen).remove(span);
    heap.stats.totalFree += span.elemsize;
    span.allocCount = 0;
    span.freeindex = 0;
    heap.freeSpan(span);
  }
}

function badFree(addr: Addr, why: string): Refusal {
  return new Refusal('bad-free', `free of ${hex(addr)}, ${why}`);
}

function outOfMemory(size: Bytes): Refusal {
  return new Refusal('out-of-memory', `out of memory: cannot allocate ${size} bytes`);
}
