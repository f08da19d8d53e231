/**
 * The specials of a span, and what sweeping does to them. See specials.ts for what they are.
 *
 * Keeps: go/page-specials-bit-per-span.
 * Source: Go 1.19 runtime/mgcsweep.go (sweep), mfinal.go (queuefinalizer).
 */
import { bitAt, clearBit, setBit } from '../../src/base/bits.ts';
import type { Addr } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { GC_OFF } from '../../spec/views/go.ts';
import { SPECIAL_FINALIZER } from '../../spec/views/go-collector.ts';
import type { SpecialView } from '../../spec/views/go-collector.ts';
import type { HeapArena } from './heap-arena.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';

export interface Special extends SpecialView {
  /** Of a weak handle: its number, from 1. */
  readonly handle: number;
}

/** What the heap keeps of specials beside the spans' own lists. */
export class SpecialTable {
  /** Objects whose finalizers are due. */
  readonly finq: Addr[] = [];
  /** The batch that is being run, from the end. */
  readonly running: Addr[] = [];
  /** Where each weak handle points, by number; 0 once it is cleared. */
  readonly weakHandles: Addr[] = [0];
}

/** What the sweep of a span does to its specials, before it counts the marks. */
export function sweepSpecials(heap: MHeap, span: MSpan): void {
  if (span.specials.length === 0) return;
  const { gcmarkBits } = span;
  const finalized = new Set<number>();
  for (const { offset, kind } of span.specials) {
    const slot = span.objIndex(span.startAddr + offset);
    if (kind === SPECIAL_FINALIZER && !bitAt(gcmarkBits, slot)) finalized.add(slot);
  }
  const kept = span.specials.filter((special) => {
    if (bitAt(gcmarkBits, span.objIndex(span.startAddr + special.offset))) return true;
    freeSpecial(heap, span, special);
    return false;
  });
  span.specials = kept;
  for (const slot of finalized) setBit(gcmarkBits, slot);
  heap.stats.resurrected += finalized.size * span.elemsize;
  if (kept.length === 0) clearPageBit(heap, span);
}

function freeSpecial(heap: MHeap, span: MSpan, { offset, kind, handle }: Special): void {
  if (kind === SPECIAL_FINALIZER) {
    if (heap.gcphase !== GC_OFF) throw new Fatal('queuefinalizer during GC');
    heap.specials.finq.push(span.startAddr + offset);
  } else heap.specials.weakHandles[handle] = 0;
}

/** The last special of a span is gone. */
export function clearPageBit(heap: MHeap, span: MSpan): void {
  const arena = heap.arenas.of(span.startAddr) as HeapArena;
  clearBit(arena.pageSpecials, arena.pageOf(span.startAddr));
}
