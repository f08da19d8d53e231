import { setBit } from '../../../src/base/bits.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { mappedChunks } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { freeAtEnd, freeAtStart, longestFree } from '../../views/chunk-pages.ts';
import { summaryText } from '../../views/summaries.ts';

const holes = heapOf(span({ page: 3 }), span({ page: 70 }), span({ page: 300 }));

export const leafSummariesMatchBitmap = defineInvariant({
  id: 'go/leaf-summaries-match-bitmap',
  holds:
    'the leaf summary of a chunk counts the free pages of its bitmap: at its start, in a run, at its end',
  because: 'the search skips free pages, or is promised pages that are not there',
  sources: [
    go119('mpagealloc.go', '(*pageAlloc).update'),
    go119('mpallocbits.go', '(*pallocBits).summarize'),
  ],
  when: 'always',
  cost: 'O(pages of a chunk / 32)',
  every: mappedChunks,
  check({ index, alloc }, { go: { pages } }) {
    const leaves = pages.summary[pages.summary.length - 1]!;
    const start = freeAtStart(alloc);
    const max = longestFree(alloc);
    const end = freeAtEnd(alloc);
    if (leaves.start(index) === start && leaves.max(index) === max && leaves.end(index) === end) {
      return undefined;
    }
    const actual = summaryText(leaves.start(index), leaves.max(index), leaves.end(index));
    return { at: `chunk ${index}`, expected: summaryText(start, max, end), actual };
  },
  examples: {
    holds: [goView(), holes, heapOf(span({ spanclass: 1, npages: 512 }))],
    violates: [
      altered(holes, ({ go }) => setBit(go.pages.chunks[0]!.alloc, 2)),
      altered(holes, ({ go }) => setBit(go.pages.chunks[0]!.alloc, 150)),
      altered(holes, ({ go }) => setBit(go.pages.chunks[0]!.alloc, 511)),
    ],
  },
});
