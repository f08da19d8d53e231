/**
 * Marking: everything that the roots reach gets its mark bit. See go-heap.ts for the tiers.
 *
 * An object is white (mark bit 0), grey (marked and on the work list) or black (marked and scanned). Greying resolves
 * any pointer into an object to its slot; scanning walks the slot's words while their scan bit is set. Objects
 * without pointers go from white to black. A span with a mark also gets its page mark, or the reclaimer would take it.
 *
 * Keeps: go/page-mark-where-marked, go/marked-slots-allocated, go/marked-exactly-the-reachable.
 * Source: Go 1.19 runtime/mgcmark.go (greyobject, scanobject, gcDrain), mbitmap.go (findObject).
 * Differs: one work list, the world stopped throughout.
 * Left out: stacks and globals (roots are given as addresses), oblets, write barrier.
 */
import { setBit } from '../../src/base/bits.ts';
import { hex } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { SPAN_IN_USE, WORD_BYTES } from '../../spec/views/go.ts';
import type { HeapArena } from './heap-arena.ts';
import { pointerBit, scanBit } from './heap-bitmap.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';

export class Marker {
  /** Slots marked so far. */
  marked = 0;
  /** Their bytes. */
  bytesMarked = 0;
  /** Of them, what was walked for pointers. */
  heapScanWork = 0;
  readonly #heap: MHeap;
  readonly #work: Addr[] = [];

  constructor(heap: MHeap) {
    this.#heap = heap;
  }

  /** Greys the object that `pointer` points into, if it points into the heap. */
  grey(pointer: Addr): void {
    const span = this.#heap.spanOf(pointer);
    if (span === undefined) return;
    if (span.state !== SPAN_IN_USE || pointer < span.startAddr || pointer >= span.limit) {
      throw new Fatal(`found bad pointer in Go heap: ${hex(pointer)}`);
    }
    const slot = span.objIndex(pointer);
    const word = slot >>> 5;
    const bits = span.gcmarkBits[word] as number;
    if (((bits >>> (slot & 31)) & 1) === 1) return;
    span.gcmarkBits[word] = bits | (1 << (slot & 31));
    const arena = this.#heap.arenas.of(span.startAddr) as HeapArena;
    setBit(arena.pageMarks, arena.pageOf(span.startAddr));
    this.marked += 1;
    if ((span.spanclass & 1) === 1) this.bytesMarked += span.elemsize;
    else this.#work.push(span.startAddr + slot * span.elemsize);
  }

  /** Scans grey objects until there is none. */
  drain(): void {
    for (let object = this.#work.pop(); object !== undefined; object = this.#work.pop())
      this.#scan(object);
  }

  /** Greys what the object points to, piece by piece where it crosses a slab or an arena. */
  #scan(object: Addr): void {
    const { os, geometry } = this.#heap;
    const { elemsize } = this.#heap.spanOf(object) as MSpan;
    const end = object + elemsize;
    this.bytesMarked += elemsize;
    for (let at = object; at < end;) {
      const toSlabEnd = os.slabBytes - (at & (os.slabBytes - 1));
      const toArenaEnd = geometry.heapArenaBytes - (at % geometry.heapArenaBytes);
      const bytes = Math.min(end - at, toSlabEnd, toArenaEnd);
      if (!this.#scanPiece(at, bytes, { object, end })) return;
      at += bytes;
    }
  }

  /** Scans words of one slab and one arena; false at the first word behind which there is no pointer. */
  #scanPiece(from: Addr, bytes: Bytes, { object, end }: { object: Addr; end: Addr }): boolean {
    const { arenas, os } = this.#heap;
    const arena = arenas.of(from) as HeapArena;
    const { bitmap } = arena;
    const { words } = os.slab(from);
    const firstWord = (from - arena.base) / WORD_BYTES;
    const half = (from & (os.slabBytes - 1)) >>> 2;
    for (let i = 0; i < bytes / WORD_BYTES; i += 1) {
      if (!scanBit(bitmap, firstWord + i)) {
        this.heapScanWork += i * WORD_BYTES;
        return false;
      }
      const low = words[half + 2 * i] as number;
      const high = words[half + 2 * i + 1] as number;
      if ((low | high) === 0 || !pointerBit(bitmap, firstWord + i)) continue;
      const pointer = (low >>> 0) + high * 0x1_0000_0000;
      if (pointer < object || pointer >= end) this.grey(pointer);
    }
    this.heapScanWork += bytes;
    return true;
  }
}
