/**
 * The write barrier: while marking runs, a store into the heap shades what it replaces and what it stores.
 *
 * Shading the replaced pointer (Yuasa) keeps what moves from the heap to a stack that was scanned already; shading the
 * stored one (Dijkstra) keeps what moves from a stack that was not scanned yet into an object that was. So a stack
 * need be scanned only once. The store itself only notes both in its processor's buffer; a flush marks them.
 *
 * Keeps: go/white-targets-protected, go/barrier-buffers-in-shape.
 * Source: Go 1.19 runtime/mbarrier.go, mwbbuf.go (wbBufFlush1).
 */
import { clear } from '../../src/base/lists.ts';
import type { Addr } from '../../src/base/units.ts';
import { WB_BUF_POINTERS } from '../../spec/views/go-collector.ts';
import type { GcWork } from './gc-work.ts';
import { findObject, setMarked, setPageMark, tellMarked } from './mark.ts';
import type { MHeap } from './mheap.ts';
import { loadPointer } from './words.ts';

/** Pointers that a processor has still to shade. */
export type WbBuf = Addr[];

/** Notes what a store of `value` into `slot` replaces and stores. Before the store. */
export function bufferStore(
  heap: MHeap,
  buf: WbBuf,
  gcw: GcWork,
  { slot, value }: { slot: Addr; value: Addr },
): void {
  bufferPointers(heap, buf, gcw, { old: loadPointer(heap.os, slot), value });
}

/** Notes that `value` is about to replace `old` in the heap or in a global variable. */
export function bufferPointers(
  heap: MHeap,
  buf: WbBuf,
  gcw: GcWork,
  { old, value }: { old: Addr; value: Addr },
): void {
  buf.push(old);
  buf.push(value);
  if (buf.length === WB_BUF_POINTERS) wbBufFlush(heap, buf, gcw);
}

/** Shades all that is in a processor's buffer, and empties it. */
export function wbBufFlush(heap: MHeap, buf: WbBuf, gcw: GcWork): void {
  if (buf.length === 0) return;
  const { slotsMarked, noscanMarked } = heap;
  for (const pointer of buf) {
    const span = findObject(heap, pointer);
    if (span === undefined) continue;
    const slot = span.objIndex(pointer);
    if (!setMarked(heap, span, slot)) continue;
    setPageMark(heap, span);
    if ((span.spanclass & 1) === 1) {
      gcw.bytesMarked += span.elemsize;
      heap.noscanMarked += 1;
    } else gcw.put(span.startAddr + slot * span.elemsize);
  }
  clear(buf);
  tellMarked(heap, 'barrier', slotsMarked, noscanMarked);
}
