/**
 * Marking: everything that the roots reach gets its mark bit. See go-heap.ts for the tiers.
 *
 * An object is white (mark bit 0), grey (marked and in a work buffer) or black (marked and scanned). Greying resolves
 * any pointer into an object to its slot; scanning walks the slot's words while their scan bit is set. Objects
 * without pointers go from white to black. A span with a mark also gets its page mark, or the reclaimer would sweep it in vain.
 * An object above 128 KiB is scanned in pieces of that size, oblets, each of which waits in a work buffer by itself.
 *
 * Keeps: go/page-mark-where-marked, go/marked-slots-allocated, go/marks-between-must-and-may, go/grey-objects-marked.
 * Source: Go 1.19 runtime/mgcmark.go (greyobject, scanobject, gcmarknewobject), mbitmap.go (findObject);
 *   mgcmark.go (scanConservative).
 */
import { bitAt, setBit } from '../../src/base/bits.ts';
import { hex } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { SPAN_IN_USE, SPAN_MANUAL, WORD_BYTES } from '../../spec/views/go.ts';
import type { MarkedBy } from '../../spec/views/go.ts';
import { MAX_OBLET_BYTES } from '../../spec/views/go-collector.ts';
import type { GcWork } from './gc-work.ts';
import type { HeapArena } from './heap-arena.ts';
import { pointerBit, scanBit } from './heap-bitmap.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';

/** The in-use span whose object `pointer` points into; undefined where it points to no heap object, or into a stack. */
export function findObject(heap: MHeap, pointer: Addr): MSpan | undefined {
  const span = heap.spanOf(pointer);
  if (span === undefined || span.state === SPAN_MANUAL) return undefined;
  if (span.state !== SPAN_IN_USE || pointer < span.startAddr || pointer >= span.limit) {
    throw new Fatal(`found bad pointer in Go heap: ${hex(pointer)}`);
  }
  return span;
}

/** Greys the object that a word on a stack may point into: the word may be anything, so free slots are left alone. */
export function shadeConservatively(heap: MHeap, word: Addr, gcw: GcWork): void {
  const span = heap.spanOf(word);
  if (span === undefined || span.state !== SPAN_IN_USE) return;
  if (word < span.startAddr || word >= span.limit) return;
  const slot = span.objIndex(word);
  if (slot >= span.freeIndexForScan && !bitAt(span.allocBits, slot)) return;
  greyobject(heap, span, slot, gcw);
}

/** Sets the mark bit of a slot; whether it was not set before. */
export function setMarked(heap: MHeap, span: MSpan, slot: number): boolean {
  const word = slot >>> 5;
  const bits = span.gcmarkBits[word] as number;
  if (((bits >>> (slot & 31)) & 1) === 1) return false;
  span.gcmarkBits[word] = bits | (1 << (slot & 31));
  heap.slotsMarked += 1;
  return true;
}

export function setPageMark(heap: MHeap, { startAddr }: MSpan): void {
  const arena = heap.arenas.of(startAddr) as HeapArena;
  setBit(arena.pageMarks, arena.pageOf(startAddr));
}

/** Greys the object that `pointer` points into, if it points into the heap. */
export function shade(heap: MHeap, pointer: Addr, gcw: GcWork): void {
  const span = findObject(heap, pointer);
  if (span !== undefined) greyobject(heap, span, span.objIndex(pointer), gcw);
}

/** Marks a slot; queues its object for scanning where it may hold pointers. */
export function greyobject(heap: MHeap, span: MSpan, slot: number, gcw: GcWork): void {
  if (!setMarked(heap, span, slot)) return;
  setPageMark(heap, span);
  if ((span.spanclass & 1) === 1) {
    gcw.bytesMarked += span.elemsize;
    heap.noscanMarked += 1;
  } else gcw.put(span.startAddr + slot * span.elemsize);
}

/** Tells the listener of a step of marking, before which so many slots, and so many without pointers, were marked. */
export function tellMarked(heap: MHeap, by: MarkedBy, slots: number, noscan: number): void {
  const blackened = heap.noscanMarked - noscan;
  heap.events?.marked(by, heap.slotsMarked - slots - blackened, blackened);
}

/** Marks an object that was made while marking runs: it is born black. */
export function gcmarknewobject(heap: MHeap, addr: Addr, gcw: GcWork): void {
  const span = heap.spanOf(addr) as MSpan;
  if (!setMarked(heap, span, span.objIndex(addr))) return;
  setPageMark(heap, span);
  gcw.bytesMarked += span.elemsize;
  heap.events?.marked('birth', 0, 1);
}

/** Greys what a grey object, or the oblet of one that begins at `from`, points to. */
export function scanobject(heap: MHeap, from: Addr, gcw: GcWork): void {
  const { os, geometry } = heap;
  const { startAddr, elemsize, limit } = heap.spanOf(from) as MSpan;
  let bytes = elemsize;
  if (elemsize > MAX_OBLET_BYTES) {
    if (from === startAddr) {
      for (let at = from + MAX_OBLET_BYTES; at < limit; at += MAX_OBLET_BYTES) gcw.put(at);
    }
    bytes = Math.min(startAddr + elemsize - from, MAX_OBLET_BYTES);
  }
  const end = from + bytes;
  gcw.bytesMarked += bytes;
  for (let at = from; at < end;) {
    const toSlabEnd = os.slabBytes - (at & (os.slabBytes - 1));
    const toArenaEnd = geometry.heapArenaBytes - (at % geometry.heapArenaBytes);
    const piece = Math.min(end - at, toSlabEnd, toArenaEnd);
    const scanned = scanPiece(heap, at, piece, { from, end, gcw });
    gcw.heapScanWork += scanned;
    if (scanned < piece) return;
    at += piece;
  }
}

interface Scan {
  /** What is being scanned: pointers into it are known. */
  readonly from: Addr;
  readonly end: Addr;
  readonly gcw: GcWork;
}

/** Scans words of one slab and one arena; the bytes up to the first word behind which there is no pointer. */
function scanPiece(heap: MHeap, at: Addr, bytes: Bytes, { from, end, gcw }: Scan): Bytes {
  const { arenas, os } = heap;
  const arena = arenas.of(at) as HeapArena;
  const { bitmap } = arena;
  const { words } = os.slab(at);
  const firstWord = (at - arena.base) / WORD_BYTES;
  const half = (at & (os.slabBytes - 1)) >>> 2;
  for (let i = 0; i < bytes / WORD_BYTES; i += 1) {
    if (!scanBit(bitmap, firstWord + i)) return i * WORD_BYTES;
    const low = words[half + 2 * i] as number;
    const high = words[half + 2 * i + 1] as number;
    if ((low | high) === 0 || !pointerBit(bitmap, firstWord + i)) continue;
    const pointer = (low >>> 0) + high * 0x1_0000_0000;
    if (pointer < from || pointer >= end) shade(heap, pointer, gcw);
  }
  return bytes;
}
