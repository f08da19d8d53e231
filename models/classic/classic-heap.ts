/**
 * The heap of Go 1.10 and before, readable and executable: malloc.go's part. Start here.
 *
 *     malloc(size)                                                                     free(addr), by name
 *       │ no pointers, below 16 bytes ──► tiny block                                      │
 *       ▼                                                                                 ▼
 *     mcache      one current span for each span class, per processor   ◄── reusable slots, last freed first
 *       │ span full
 *       ▼
 *     mcentral    lists of the spans of a class: nonempty, empty
 *       │ none with a free object, even after sweeping
 *       ▼
 *     page heap   free spans on lists by their length, joined with what touches them   ◄── large objects, at once
 *       │ nothing fits: a mebibyte at least
 *       ▼
 *     reservation spans | bitmap | arena, once for all; arenaUsed goes up
 *
 * Since 1.11 the heap is made of arenas that lie anywhere (models/go). Before, it was one stretch of addresses, which is all that
 * a pointer had to be compared with; its price is one reservation that must be large enough for ever.
 *
 * Memory goes back by collection: the world stops, what the roots reach is marked, processors give their spans back, and sweepgen
 * grows by 2, by which every span needs sweeping. It also goes back by an explicit `free`, as in models/go.
 *
 * Source: Go 1.10 runtime/malloc.go (mallocgc, largeAlloc, nextFree), mgc.go.
 * Differs: zero-size blocks are at an address below the heap; `free` refuses what is not the start of an allocated block.
 * Left out: marking beside the client, its pace, finalizers, stacks in spans of the heap.
 */
import { bitAt, clearBit, setBit } from '../../src/base/bits.ts';
import { hex } from '../../src/base/units.ts';
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { Fatal, Refusal } from '../../spec/subject.ts';
import type { Memory } from '../../spec/subject.ts';
import { SCAVENGE_AGE } from '../../spec/views/classic.ts';
import type { ClassicEvents } from '../../spec/views/classic-log.ts';
import {
  MAX_SMALL_SIZE,
  PAGE_BYTES,
  SPAN_IN_USE,
  TINY_SPAN_CLASS,
  WORD_BYTES,
} from '../../spec/views/go.ts';
import { WHOLE_SLOT } from '../go/mspan.ts';
import { classToSize, sizeToClass } from '../go/sizeclasses.ts';
import { MAX_TINY_SIZE, startsBlock, tinyAlign } from '../go/tiny.ts';
import { memclr, storePointer } from '../go/words.ts';
import type { Os } from '../os/os.ts';
import type { Geometry } from './geometry.ts';
import { Heap } from './heap.ts';
import { markFrom } from './mark.ts';
import { MCache } from './mcache.ts';
import { removeFrom } from './span.ts';
import type { Span } from './span.ts';
import { ensureSwept, finishSweep } from './sweep.ts';

/** Where all zero-size blocks are. */
const ZERO_BASE: Addr = 0x57f0e0;

export class ClassicHeap {
  readonly memory: Memory;
  readonly maxSize: Bytes;
  readonly heap: Heap;
  /** By processor. */
  readonly mcaches: readonly MCache[];
  #mcache: MCache;
  /** Calls served, so that a refused call that consumed something shows. */
  #served = 0;

  constructor(geometry: Geometry, os: Os, procs: number, events: ClassicEvents) {
    this.memory = os;
    this.maxSize = geometry.addressLimit;
    this.heap = new Heap(geometry, os, events);
    this.mcaches = Array.from({ length: procs }, () => new MCache(this.heap));
    this.#mcache = this.mcaches[0] as MCache;
  }

  switchP(p: number): void {
    const mcache = this.mcaches[p];
    if (mcache === undefined) throw new Fatal(`no processor ${p}`);
    this.#mcache = mcache;
  }

  malloc(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    if (!(size >= 0 && size <= this.maxSize && Math.floor(size) === size))
      throw new Refusal('bad-size', `malloc of ${size} bytes`);
    this.#served += 1;
    if (size === 0) return ZERO_BASE;
    const words = size < WORD_BYTES ? 0 : pointerWords;
    if (size > MAX_SMALL_SIZE) return this.#mallocLarge(size, words, zeroed);
    if (words === 0 && size < MAX_TINY_SIZE) return this.#mallocTiny(size);
    return this.#mallocSmall(size, words, zeroed);
  }

  free(addr: Addr): void {
    if (addr === ZERO_BASE) return;
    const span = this.#spanAt(addr);
    const slot = span.objIndex(addr);
    this.#refuseUnlessAllocated(span, slot, addr);
    ensureSwept(this.heap, span);
    const { spanclass } = span;
    if (spanclass < 2) this.#freeLarge(span);
    else if (spanclass === TINY_SPAN_CLASS && span.tinyStarts[slot] !== WHOLE_SLOT) {
      const start = 1 << (addr - span.startAddr - slot * span.elemsize);
      span.tinyStarts[slot] = (span.tinyStarts[slot] as number) & ~start;
    } else {
      setBit(span.freedBits, slot);
      (this.#mcache.reusable[spanclass] as Addr[]).push(addr);
    }
    this.#served += 1;
  }

  usableSize(addr: Addr): Bytes {
    const span = this.heap.pages.spanOf(addr);
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
    storePointer(this.memory, slot, value);
  }

  /** One whole collection, with the world stopped; what it did not reach is swept later. */
  gc(roots: readonly Addr[]): void {
    const { heap } = this;
    finishSweep(heap);
    markFrom(heap.pages, roots);
    for (const mcache of this.mcaches) mcache.releaseAll();
    heap.pages.sweepgen += 2;
    heap.sweepDone = false;
    heap.pages.cycles += 1;
    this.#served += 1;
  }

  finishSweep(): void {
    finishSweep(this.heap);
  }

  /** Gives back whole free spans until there were `npages` pages, or no more. */
  scavenge(npages: Pages): Pages {
    this.#served += 1;
    return this.heap.pages.scavenge(npages, 0, false);
  }

  /** The scavenger runs: each time it gives back what has been free for long. */
  backgroundScavenge(quanta: number): number {
    this.#served += 1;
    const given = this.heap.pages.scavenge(quanta, SCAVENGE_AGE, true);
    return given > 0 ? 1 : 0;
  }

  freeOSMemory(): Pages {
    this.finishSweep();
    return this.scavenge(Infinity);
  }

  footprint(): readonly number[] {
    const { pages } = this.heap;
    const { stats, os, reservation } = pages;
    let taken = 0;
    let [tiny, reusable] = [0, 0];
    for (const mcache of this.mcaches) {
      for (const span of mcache.alloc) taken += span.freeindex + span.allocCount;
      for (const list of mcache.reusable) reusable += list.length;
      tiny += mcache.tiny + mcache.tinyoffset;
    }
    return [
      this.#served,
      pages.sweepgen,
      stats.heapInUse,
      stats.heapIdle,
      stats.heapReleased,
      stats.pagesInUse,
      reservation?.arenaUsed ?? 0,
      os.residentBytes,
      taken,
      tiny,
      reusable,
    ];
  }

  #mallocSmall(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    const spanclass = (sizeToClass(size) << 1) | (pointerWords === 0 ? 1 : 0);
    const c = this.#mcache;
    const reused = c.reusable[spanclass]!.pop();
    const addr = reused ?? this.#nextFree(c, spanclass);
    const span = this.heap.pages.spanOf(addr) as Span;
    const slot = span.objIndex(addr);
    if (reused !== undefined) clearBit(span.freedBits, slot);
    const isDirty = reused !== undefined || span.needzero !== 0;
    if ((zeroed || pointerWords !== 0) && isDirty) memclr(this.memory, addr, span.elemsize);
    if (spanclass === TINY_SPAN_CLASS) span.tinyStarts[slot] = WHOLE_SLOT;
    if (pointerWords !== 0) this.#describe(addr, span, size, pointerWords);
    return addr;
  }

  /**
   * A part of the current tiny block, or of a new one.
   *
   * @source Go 1.10 runtime/malloc.go mallocgc, "Tiny allocator"
   */
  #mallocTiny(size: Bytes): Addr {
    const c = this.#mcache;
    const align = tinyAlign(size);
    const offset = (c.tinyoffset + align - 1) & -align;
    if (c.tiny !== 0 && offset + size <= MAX_TINY_SIZE) {
      c.tinyoffset = offset + size;
      this.#startTiny(c.tiny, 1 << offset);
      return c.tiny + offset;
    }
    const addr = this.#nextFree(c, TINY_SPAN_CLASS);
    memclr(this.memory, addr, MAX_TINY_SIZE);
    const span = this.heap.pages.spanOf(addr) as Span;
    span.tinyStarts[span.objIndex(addr)] = 1;
    if (size < c.tinyoffset || c.tiny === 0) {
      c.tiny = addr;
      c.tinyoffset = size;
    }
    return addr;
  }

  /** @source Go 1.10 runtime/malloc.go largeAlloc */
  #mallocLarge(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    const npages = Math.ceil(size / PAGE_BYTES);
    const isZeroed = zeroed || pointerWords !== 0;
    const span = this.heap.alloc(npages, pointerWords === 0 ? 1 : 0, isZeroed);
    if (span === undefined) throw outOfMemory(size);
    span.freeindex = 1;
    span.allocCount = 1;
    span.limit = span.startAddr + size;
    if (pointerWords !== 0) this.#describe(span.startAddr, span, size, pointerWords);
    return span.startAddr;
  }

  /** A free object of the class, taken. */
  #nextFree(c: MCache, spanclass: number): Addr {
    let span = c.alloc[spanclass] as Span;
    let slot = span.nextFreeFast();
    if (slot < 0) {
      slot = span.nextFreeIndex();
      if (slot === span.nelems) {
        const refilled = c.refill(spanclass);
        if (refilled === undefined) throw outOfMemory(classToSize[spanclass >>> 1] as number);
        span = refilled;
        slot = span.nextFreeIndex();
      }
      if (slot >= span.nelems) throw new Fatal('freeIndex is not valid');
      span.allocCount += 1;
    }
    this.heap.events.spanChanged(span);
    return span.startAddr + slot * span.elemsize;
  }

  /** Writes the pointer bits of a new object; those of the one-word class are set for good. */
  #describe(addr: Addr, span: Span, size: Bytes, pointerWords: number): void {
    const slotWords = span.elemsize / WORD_BYTES;
    if (slotWords === 1) return;
    const words = Math.floor(size / WORD_BYTES);
    const pointers = pointerWords < 0 ? words : Math.min(pointerWords, words);
    this.heap.pages.bitmap?.setType(addr, slotWords, pointers);
  }

  /** Notes that a sub-object starts at the bytes of `starts` of the slot at `base`. */
  #startTiny(base: Addr, starts: number): void {
    const span = this.heap.pages.spanOf(base) as Span;
    const slot = span.objIndex(base);
    span.tinyStarts[slot] = (span.tinyStarts[slot] as number) | starts;
  }

  /** Where the sub-object at `offset` ends at the latest: at the next one, or at the unused part. */
  #tinyEnd(starts: number, base: Addr, offset: Bytes): Bytes {
    for (let end = offset + 1; end < MAX_TINY_SIZE; end += 1)
      if (((starts >>> end) & 1) === 1) return end;
    for (const { tiny, tinyoffset } of this.mcaches) if (tiny === base) return tinyoffset;
    return MAX_TINY_SIZE;
  }

  /** The in-use span that `addr` lies in. */
  #spanAt(addr: Addr): Span {
    const span = Math.floor(addr) === addr ? this.heap.pages.spanOf(addr) : undefined;
    const isIn = span?.state === SPAN_IN_USE && addr >= span.startAddr && addr < span.limit;
    if (!isIn) throw badFree(addr, 'which is in no span');
    return span;
  }

  /** Refuses what is not the start of an allocated block, before anything is changed. */
  #refuseUnlessAllocated(span: Span, slot: number, addr: Addr): void {
    const isSwept = span.sweepgen === this.heap.sweepgen;
    const isFree = isSwept ? span.isFree(slot) : !bitAt(span.gcmarkBits, slot);
    if (isFree || bitAt(span.freedBits, slot)) throw badFree(addr, 'which is free already');
    if (!startsBlock(span, slot, addr)) throw badFree(addr, 'where no block starts');
  }

  #freeLarge(span: Span): void {
    const { heap } = this;
    removeFrom(heap.sweptSpans, span);
    span.allocCount = 0;
    span.freeindex = 0;
    span.needzero = 1;
    heap.freeSpan(span);
  }
}

function badFree(addr: Addr, why: string): Refusal {
  return new Refusal('bad-free', `free of ${hex(addr)}, ${why}`);
}

function outOfMemory(size: Bytes): Refusal {
  return new Refusal('out-of-memory', `out of memory: cannot allocate ${size} bytes`);
}
