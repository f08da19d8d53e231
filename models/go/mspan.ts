/**
 * An mspan: a run of pages cut into `nelems` slots of `elemsize` bytes. See go-heap.ts for the tiers.
 *
 *     startAddr                    slot freeindex
 *     |                            |
 *     [ 0 | 1 | ...... | f - 1 |   f   | ................ | nelems - 1 | tail ]
 *       allocated, whatever the bits    allocated if its bit is set, free if not
 *
 * Allocating a slot moves freeindex past it and leaves allocBits alone. Only a sweep writes the bits (it makes the
 * mark bits the new allocBits) and puts freeindex back to 0: a slot freed by the collector is reused after the next
 * sweep, not before. allocCache is the complement of the 64 allocBits of the group that freeindex lies in, shifted so
 * that its lowest bit is slot freeindex: the next free slot is a count of trailing zeros away.
 *
 * sweepgen, against the heap's (sg): sg-2 needs sweeping; sg-1 being swept; sg swept; sg+1 cached before this sweep
 * phase and needs sweeping; sg+3 swept, then cached. The heap's grows by 2 a cycle.
 *
 * Keeps: go/alloc-count-matches-slots, go/alloc-cache-mirrors-alloc-bits, go/span-limit-exact and their neighbours.
 * Source: Go 1.19 runtime/mheap.go (mspan), mbitmap.go (nextFreeIndex, refillAllocCache), malloc.go (nextFreeFast).
 * Differs: the 64-bit allocCache is two int32 halves; the two bitmaps change places instead of being carved from an
 *   arena; `freedBits` and `tinyStarts` serve explicit free, which Go 1.19 does not have.
 */
import { ctz32 } from '../../src/base/bits.ts';
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import {
  PAGE_BYTES,
  SPAN_DEAD,
  SPAN_IN_USE,
  SPAN_MANUAL,
  TINY_SPAN_CLASS,
} from '../../spec/views/go.ts';
import type { SpanView } from '../../spec/views/go.ts';
import type { Special } from './span-specials.ts';
import { classToDivMagic, classToSize } from './sizeclasses.ts';

const NO_BITS = new Int32Array(0);

/** `tinyStarts` of a slot that one 16-byte object fills. */
export const WHOLE_SLOT = 0x10000;

export class MSpan implements SpanView {
  /** Number in allspans; -1 for the sentinel. Descriptors are reused for other pages. */
  readonly index: number;
  /** First byte, page-aligned. */
  startAddr: Addr = 0;
  npages: Pages = 0;
  state: number = SPAN_DEAD;
  /** Size class * 2 + noscan, 0…135. */
  spanclass = 0;
  /** Bytes of a slot; of a large span, all its pages. */
  elemsize: Bytes = 0;
  nelems = 0;
  /** Multiplied with an offset and shifted right by 32 gives the slot; 0 for a large span. */
  divMul = 0;
  /** One past the last usable byte; of a large span, base + the requested size. */
  limit: Addr = 0;
  /** Every slot below is allocated, 0…nelems. */
  freeindex = 0;
  /** Lags freeindex until the new object is initialised. */
  freeIndexForScan = 0;
  allocBits: Int32Array = NO_BITS;
  gcmarkBits: Int32Array = NO_BITS;
  allocCacheLo = 0;
  allocCacheHi = 0;
  /** Allocated slots, 0…nelems. */
  allocCount = 0;
  /** allocCount when an mcache took the span. */
  allocCountBeforeCache = 0;
  sweepgen = 0;
  /** 0 only when every free slot is zero. */
  needzero = 0;
  /** Slots freed explicitly and not handed out again; they still count as allocated. */
  freedBits: Int32Array = NO_BITS;
  /** Tiny spans only, by slot: bit i says that a sub-object starts at byte i; WHOLE_SLOT for a 16-byte object. */
  tinyStarts: Int32Array = NO_BITS;
  /** What is attached to its objects, in order of offset, then kind. */
  specials: Special[] = [];
  /** Where the span set that it was last pushed on holds it. */
  setIndex = 0;

  constructor(index: number) {
    this.index = index;
  }

  /** Makes the descriptor one of an in-use span; the last store is the state, as in Go. */
  init(base: Addr, npages: Pages, spanclass: number): void {
    this.startAddr = base;
    this.npages = npages;
    this.spanclass = spanclass;
    const sizeclass = spanclass >>> 1;
    const bytes = npages * PAGE_BYTES;
    this.elemsize = sizeclass === 0 ? bytes : (classToSize[sizeclass] as number);
    this.nelems = sizeclass === 0 ? 1 : Math.floor(bytes / this.elemsize);
    this.divMul = classToDivMagic[sizeclass] as number;
    this.limit = base + this.nelems * this.elemsize;
    this.freeindex = 0;
    this.freeIndexForScan = 0;
    this.allocCount = 0;
    this.allocCountBeforeCache = 0;
    this.allocCacheLo = -1;
    this.allocCacheHi = -1;
    const words = Math.ceil(this.nelems / 64) * 2;
    this.allocBits = new Int32Array(words);
    this.gcmarkBits = new Int32Array(words);
    this.freedBits = new Int32Array(words);
    this.specials = [];
    this.tinyStarts = spanclass === TINY_SPAN_CLASS ? new Int32Array(this.nelems) : NO_BITS;
    this.state = SPAN_IN_USE;
  }

  /** Makes the descriptor one of a manual span, which has no slots. */
  initManual(base: Addr, npages: Pages): void {
    this.startAddr = base;
    this.npages = npages;
    this.nelems = 0;
    this.limit = base + npages * PAGE_BYTES;
    this.allocCount = 0;
    this.specials = [];
    this.state = SPAN_MANUAL;
  }

  /** The next free slot by the cache alone; -1 when only the slow path can tell. Counts the slot as allocated. */
  nextFreeFast(): number {
    const lo = this.allocCacheLo;
    const skip = lo !== 0 ? 31 - Math.clz32(lo & -lo) : 32 + ctz32(this.allocCacheHi);
    if (skip >= 64) return -1;
    const slot = this.freeindex + skip;
    if (slot >= this.nelems) return -1;
    const next = slot + 1;
    if ((next & 63) === 0 && next !== this.nelems) return -1;
    this.shiftAllocCache(skip + 1);
    this.freeindex = next;
    this.allocCount += 1;
    return slot;
  }

  /** The next free slot, taken; nelems when there is none. allocCount is the caller's to raise. */
  nextFreeIndex(): number {
    const { nelems } = this;
    if (this.freeindex === nelems) return nelems;
    while (this.allocCacheLo === 0 && this.allocCacheHi === 0) {
      this.freeindex = (this.freeindex + 64) & ~63;
      if (this.freeindex >= nelems) {
        this.freeindex = nelems;
        return nelems;
      }
      this.refillAllocCache(this.freeindex);
    }
    const lo = this.allocCacheLo;
    const skip = lo !== 0 ? ctz32(lo) : 32 + ctz32(this.allocCacheHi);
    const slot = this.freeindex + skip;
    if (slot >= nelems) {
      this.freeindex = nelems;
      return nelems;
    }
    this.shiftAllocCache(skip + 1);
    this.freeindex = slot + 1;
    if ((this.freeindex & 63) === 0 && this.freeindex !== nelems)
      this.refillAllocCache(this.freeindex);
    return slot;
  }

  /** Loads the cache with the 64 slots from `slot`, a multiple of 64. */
  refillAllocCache(slot: number): void {
    const word = slot >>> 5;
    this.allocCacheLo = ~(this.allocBits[word] as number);
    this.allocCacheHi = ~(this.allocBits[word + 1] as number);
  }

  /** Loads the cache so that its lowest bit is slot freeindex, which is below nelems. */
  reloadAllocCache(): void {
    this.refillAllocCache(this.freeindex & ~63);
    this.shiftAllocCache(this.freeindex & 63);
  }

  /** Shifts the 64 bits right by `n`, 0…64. */
  shiftAllocCache(n: number): void {
    const hi = this.allocCacheHi;
    if (n === 0) return;
    if (n < 32) {
      this.allocCacheLo = (this.allocCacheLo >>> n) | (hi << (32 - n));
      this.allocCacheHi = (hi >>> n) | 0;
      return;
    }
    this.allocCacheLo = n === 64 ? 0 : (hi >>> (n - 32)) | 0;
    this.allocCacheHi = 0;
  }

  /** Slot that the byte at `addr`, startAddr…limit-1, lies in. */
  objIndex(addr: Addr): number {
    return ((addr - this.startAddr) * this.divMul * 2 ** -32) | 0;
  }

  /** Whether slot `index` is free: above freeindex and not marked allocated by the last sweep. */
  isFree(index: number): boolean {
    if (index < this.freeindex) return false;
    return (((this.allocBits[index >>> 5] as number) >>> (index & 31)) & 1) === 0;
  }
}
