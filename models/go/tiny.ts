/**
 * Rules of the tiny allocator: objects below 16 bytes without pointers share 16-byte slots. See go-heap.ts.
 *
 * Source: Go 1.19 runtime/malloc.go (mallocgc, "Tiny allocator").
 * Differs: where each sub-object starts is remembered, so that an explicit free can tell one from none.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { TINY_SPAN_CLASS } from '../../spec/views/go.ts';
import { WHOLE_SLOT } from './mspan.ts';
import type { MSpan } from './mspan.ts';

/** Bytes of a slot that tiny objects share. */
export const MAX_TINY_SIZE = 16;

/** How a tiny object is aligned, by its size alone. */
export function tinyAlign(size: Bytes): Bytes {
  if ((size & 7) === 0) return 8;
  if ((size & 3) === 0) return 4;
  return (size & 1) === 0 ? 2 : 1;
}

/** Whether the client was given `addr`, which lies in the allocated slot `slot`. */
export function startsBlock(span: MSpan, slot: number, addr: Addr): boolean {
  const offset = addr - span.startAddr - slot * span.elemsize;
  if (span.spanclass !== TINY_SPAN_CLASS) return offset === 0;
  const starts = span.tinyStarts[slot] as number;
  return starts === WHOLE_SLOT ? offset === 0 : ((starts >>> offset) & 1) === 1;
}
