import { hex } from '../../../src/base/units.ts';
import { bitAt } from '../../../src/base/bits.ts';
import { HEAP_BASE, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { currentTinyBlocks } from '../../quantifiers/go-caches.ts';
import { go119 } from '../../sources.ts';
import { ownerOf, slotAt } from '../../views/go-slots.ts';
import { GC_MARK, GC_OFF, TINY_SPAN_CLASS } from '../../views/go.ts';

/** The current tiny block is slot 1. */
const tiny = (gcphase: number, marked: readonly number[]): FixtureView =>
  altered(
    goView({ gcphase, spans: [span({ spanclass: TINY_SPAN_CLASS, freeindex: 2, marked })] }),
    ({ go }) => (go.procs[0]!.mcache.tiny = HEAP_BASE + 16),
  );

export const tinyBlockMarkedWhileMarking = defineInvariant({
  id: 'go/tiny-block-marked-while-marking',
  holds: 'while a cycle marks, the current tiny block of each mcache is marked',
  because:
    'a tiny object that is cut from it is not marked at its birth: it is swept away with the block',
  sources: [go119('mgcmark.go', 'gcMarkTinyAllocs'), go119('malloc.go', 'mallocgc')],
  when: 'always',
  cost: 'O(1)',
  every: currentTinyBlocks,
  check(addr, { go }) {
    const it = ownerOf(go, addr);
    if (go.gcphase === GC_OFF || it === undefined) return undefined;
    if (bitAt(it.gcmarkBits, slotAt(it, addr))) return undefined;
    return { at: `tiny block ${hex(addr)}`, expected: 'marked', actual: 'white' };
  },
  examples: {
    holds: [goView(), tiny(GC_OFF, []), tiny(GC_MARK, [1])],
    violates: [tiny(GC_MARK, []), tiny(GC_MARK, [0])],
  },
});
