import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicHeap } from '../../quantifiers/classic-spans.ts';
import { derived, go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { classicSpanName, hasPages } from '../../quantifiers/classic-spans.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const classicSpansTileArena = defineInvariant({
  id: 'classic/spans-tile-arena',
  holds:
    'the spans follow each other without gaps, from where the arena starts to where it is used up to',
  because: 'pages are lost, or belong to two spans',
  sources: [
    go110('mheap.go', '(*mheap).freeSpanLocked, allocSpanLocked'),
    derived('the arena being cut into spans'),
  ],
  when: 'always',
  cost: 'O(spans log spans)',
  every: classicHeap,
  check({ allspans, reservation }) {
    const { arenaStart = 0, arenaUsed = 0 } = reservation ?? {};
    let end = arenaStart;
    const spans = allspans.filter(hasPages).sort((a, b) => a.startAddr - b.startAddr);
    for (const span of spans) {
      if (span.startAddr !== end)
        return {
          at: classicSpanName(span),
          expected: `begins at ${hex(end)}`,
          actual: `begins at ${hex(span.startAddr)}`,
        };
      end += span.npages * PAGE_BYTES;
    }
    if (end === arenaUsed) return undefined;
    return { at: 'end of the last span', expected: hex(arenaUsed), actual: hex(end) };
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(10).npages = 5)),
      classicView(({ span }) => (span(1).npages = 2)),
      classicView(({ span }) => (span(16).npages = 3)),
    ],
  },
});
