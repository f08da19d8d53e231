/** What slots a span has and which of them are taken, counted from Go's own fields. */
import { bitAt } from '../../src/base/bits.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Memory } from '../subject.ts';
import type { Block } from './client.ts';
import { SPAN_IN_USE, WORD_BYTES } from './go.ts';
import type { GoView, SpanView } from './go.ts';

const TINY_BYTES = 16;

/** Number of the slot that `addr`, a byte of the span, lies in. Divides, where Go multiplies with divMul. */
export function slotAt(span: SpanView, addr: Addr): number {
  return Math.floor((addr - span.startAddr) / span.elemsize);
}

/** Whether a slot is taken: passed by freeindex, or set in allocBits by the last sweep. */
export function isTaken(span: SpanView, slot: number): boolean {
  return slot < span.freeindex || bitAt(span.allocBits, slot);
}

/** The in-use span that owns the byte at `addr`; none for a stale entry of the span table. */
export function ownerOf(go: GoView, addr: Addr): SpanView | undefined {
  const span = go.spanOf(addr);
  if (span === undefined || span.state !== SPAN_IN_USE) return undefined;
  return addr >= span.startAddr && addr < span.limit ? span : undefined;
}

/** Whether the span is swept: uncached, or cached since. */
export function isSwept(span: Pick<SpanView, 'sweepgen'>, sweepgen: number): boolean {
  return span.sweepgen === sweepgen || span.sweepgen === sweepgen + 3;
}

/** Whether a request is served without pointer bits. */
export function isNoscan({ pointerWords, size }: Block): boolean {
  return pointerWords === 0 || size < WORD_BYTES;
}

/** Whether a request shares a 16-byte slot with others. */
export function isTiny(block: Block): boolean {
  return block.size > 0 && block.size < TINY_BYTES && isNoscan(block);
}

/** Address of the first byte that is not 0 among `bytes` from `addr`, both multiples of 4; -1 when all are. */
export function firstNonZero(memory: Memory, addr: Addr, bytes: Bytes): Addr {
  let at = addr;
  const end = addr + bytes;
  while (at < end) {
    const { words } = memory.slab(at);
    const offset = at % memory.slabBytes;
    const stop = Math.min(end - at + offset, memory.slabBytes) >>> 2;
    for (let i = offset >>> 2; i < stop; i += 1) if (words[i] !== 0) return at - offset + 4 * i;
    at += memory.slabBytes - offset;
  }
  return -1;
}
