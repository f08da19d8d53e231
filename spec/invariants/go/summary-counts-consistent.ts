import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import type { Summary } from '../../fixtures/go-pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { summaries } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { summaryText } from '../../views/summaries.ts';

export const summaryCountsConsistent = defineInvariant({
  id: 'go/summary-counts-consistent',
  holds:
    'in a summary max is the largest of the three counts and at most all pages, and when one count is all pages, all three are',
  because:
    'a wholly free or wholly used region is told by one of the counts, and the search believes it',
  sources: [go119('mpagealloc.go', 'pallocSum'), go119('mpagealloc.go', '(*pageAlloc).find')],
  when: 'always',
  cost: 'O(1)',
  every: summaries,
  check({ depth, level, i }) {
    const start = level.start(i);
    const max = level.max(i);
    const end = level.end(i);
    const all = 1 << level.logPages;
    const isWhole = start === all || end === all || max === all;
    const ordered = start >= 0 && start <= max && end >= 0 && end <= max && max <= all;
    if (ordered && (!isWhole || (start === all && end === all))) return undefined;
    const expected = `max the largest, at most ${all}, all ${all} or none`;
    return { at: `level ${depth} entry ${i}`, expected, actual: summaryText(start, max, end) };
  },
  examples: {
    holds: [goView({ arenas: 9 }), heapOf(span({ page: 3 }), span({ page: 100 }))],
    violates: [
      leafWith({ start: 4, max: 3, end: 0 }),
      leafWith({ start: 0, max: 3, end: 4 }),
      leafWith({ start: 512, max: 512, end: 511 }),
      leafWith({ start: 0, max: 513, end: 0 }),
    ],
  },
});

/** A heap of one chunk with this leaf summary. */
function leafWith(summary: Summary) {
  return altered(goView(), ({ go }) => go.pages.summary[3]!.values.set(go.pages.start, summary));
}
