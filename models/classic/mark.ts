/**
 * Marking, with the world stopped: everything that the roots reach gets its mark bit.
 *
 * What a pointer leads to is found by the table of spans; which words of an object are pointers, by the bitmap.
 *
 * Keeps: classic/marked-objects-reachable.
 * Source: Go 1.10 runtime/mgcmark.go (scanobject, greyobject), mbitmap.go (heapBitsForObject).
 * Left out: write barriers, work buffers, oblets: nothing runs beside it.
 */
import { bitAt, setBit } from '../../src/base/bits.ts';
import { hex } from '../../src/base/units.ts';
import type { Addr } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { SPAN_IN_USE, WORD_BYTES } from '../../spec/views/go.ts';
import { loadPointer } from '../go/words.ts';
import { CHECKMARK_WORD } from './heap-bitmap.ts';
import type { HeapBitmap } from './heap-bitmap.ts';
import type { PageHeap } from './page-heap.ts';

const POINTER = 1;
const SCAN = 0x10;

/** Marks what the roots reach, each the address of a block or of nothing in the heap. */
export function markFrom(pages: PageHeap, roots: readonly Addr[]): void {
  const grey: Addr[] = [];
  for (const root of roots) shade(pages, root, grey);
  for (let object = grey.pop(); object !== undefined; object = grey.pop())
    scanobject(pages, object, grey);
}

/** Marks the object that a pointer leads into, if that is in the heap; to be scanned where it may hold pointers. */
function shade(pages: PageHeap, pointer: Addr, grey: Addr[]): void {
  const span = pages.spanOf(pointer);
  if (span === undefined) return;
  if (span.state !== SPAN_IN_USE || pointer < span.startAddr || pointer >= span.limit)
    throw new Fatal(`found bad pointer in Go heap: ${hex(pointer)}`);
  const slot = span.objIndex(pointer);
  if (bitAt(span.gcmarkBits, slot)) return;
  setBit(span.gcmarkBits, slot);
  if ((span.spanclass & 1) === 0) grey.push(span.startAddr + slot * span.elemsize);
}

function scanobject(pages: PageHeap, object: Addr, grey: Addr[]): void {
  const bitmap = pages.bitmap as HeapBitmap;
  const span = pages.spanOf(object);
  const words = (span?.elemsize ?? 0) / WORD_BYTES;
  for (let i = 0; i < words; i += 1) {
    const at = object + i * WORD_BYTES;
    const bits = bitmap.bitsAt(at);
    if (i !== CHECKMARK_WORD && (bits & SCAN) === 0) return;
    if ((bits & POINTER) !== 0) shade(pages, loadPointer(pages.os, at), grey);
  }
}
