import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { innerSummaries } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { mergedEnd, mergedMax, mergedStart, summaryText } from '../../views/summaries.ts';

const across = heapOf(
  span({ page: 3 }),
  span({ spanclass: 1, page: 500, npages: 20 }),
  span({ page: 1800 }),
);

export const innerSummariesMatchChildren = defineInvariant({
  id: 'go/inner-summaries-match-children',
  holds: 'a summary of the radix tree is that of the entries below it, put one behind the other',
  because:
    'a search from the root goes past the lowest run that fits, or down to where there is none',
  sources: [
    go119('mpagealloc.go', 'mergeSummaries'),
    go119('mpagealloc.go', '(*pageAlloc).find: bad summary data'),
  ],
  when: 'always',
  cost: 'O(children): 8',
  every: innerSummaries,
  check({ depth, level, i }, { go }) {
    const below = go.pages.summary[depth + 1]!;
    const count = 1 << (level.logPages - below.logPages);
    const start = mergedStart(below, i * count, count);
    const max = mergedMax(below, i * count, count);
    const end = mergedEnd(below, i * count, count);
    if (level.start(i) === start && level.max(i) === max && level.end(i) === end) return undefined;
    const actual = summaryText(level.start(i), level.max(i), level.end(i));
    return { at: `level ${depth} entry ${i}`, expected: summaryText(start, max, end), actual };
  },
  examples: {
    holds: [goView(), goView({ arenas: 20 }), across],
    violates: [
      altered(across, ({ go }) =>
        go.pages.summary[0]!.values.set(0, { start: 0, max: 512, end: 0 }),
      ),
      altered(across, ({ go }) => (go.pages.summary[0]!.values.get(0)!.start = 511)),
      altered(across, ({ go }) => (go.pages.summary[0]!.values.get(0)!.end += 1)),
      altered(goView({ arenas: 8 }), ({ go }) => go.pages.summary[0]!.values.delete(0)),
    ],
  },
});
