import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { arenaOf } from '../../views/chunk-pages.ts';
import { CHUNK_BYTES, PAGE_BYTES } from '../../views/go.ts';

const across = heapOf(span({ spanclass: 1, page: 510, npages: 5 }));

export const zeroedBaseAboveSpans = defineInvariant({
  id: 'go/zeroed-base-above-spans',
  holds: 'in every arena, zeroedBase lies at or above the end of every span',
  because:
    'memory above it is taken for fresh and zero: used memory would be handed out without clearing',
  sources: [go119('mheap.go', '(*mheap).allocNeedsZero')],
  when: 'always',
  cost: 'O(arenas of the span)',
  every: changedSpans,
  check(it, { go }) {
    const { heapArenaBytes } = go.geometry;
    const end = it.startAddr + it.npages * PAGE_BYTES;
    for (let at = it.startAddr; at < end; at += heapArenaBytes - (at % heapArenaBytes)) {
      const arenaBase = at - (at % heapArenaBytes);
      const used = Math.min(end - arenaBase, heapArenaBytes);
      const zeroedBase = arenaOf(go, at)?.zeroedBase ?? 0;
      if (zeroedBase < used)
        return { at: hex(at), expected: `${used} or more`, actual: String(zeroedBase) };
    }
    return undefined;
  },
  examples: {
    holds: [
      goView(),
      across,
      altered(across, ({ go }) => (go.arenas[1]!.zeroedBase = CHUNK_BYTES)),
    ],
    violates: [
      altered(across, ({ go }) => (go.arenas[0]!.zeroedBase = 511 * PAGE_BYTES)),
      altered(across, ({ go }) => (go.arenas[1]!.zeroedBase = 0)),
      altered(heapOf(span()), ({ go }) => (go.arenaAt = () => undefined)),
    ],
  },
});
