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
import type { Addr } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { SPAN_IN_USE, WORD_BYTES } from '../../spec/views/go.ts';
import type { HeapArena } from './heap-arena.ts';
import { pointerBit, scanBit } from './heap-bitmap.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';
import { loadPointer } from './words.ts';

export class Marker {
  /** Slots marked so far. */
  marked = 0;
  /** Their bytes. */
  bytesMarked = 0;
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
    for (let object = this.#work.pop(); object !== undefined; object = this.#work.pop()) this.#scan(object);
  }

  #scan(object: Addr): void {
    const heap = this.#heap;
    const span = heap.spanOf(object) as MSpan;
    const end = object + span.elemsize;
    this.bytesMarked += span.elemsize;
    let arena = heap.arenas.of(object) as HeapArena;
    for (let at = object; at < end; at += WORD_BYTES) {
      if (at - arena.base === heap.geometry.heapArenaBytes) arena = heap.arenas.of(at) as HeapArena;
      const word = (at - arena.base) / WORD_BYTES;
      if (!scanBit(arena.bitmap, word)) return;
      if (!pointerBit(arena.bitmap, word)) continue;
      const pointer = loadPointer(heap.os, at);
      if (pointer !== 0 && (pointer < object || pointer >= end)) this.grey(pointer);
    }
  }
}
