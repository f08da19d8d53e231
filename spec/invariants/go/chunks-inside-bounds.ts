import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { mappedChunks } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';

export const chunksInsideBounds = defineInvariant({
  id: 'go/chunks-inside-bounds',
  holds: 'a mapped chunk lies between the bounds of the page allocator',
  because: 'searches end at the bounds: pages outside are never found',
  sources: [
    go119('mpagealloc.go', 'pageAlloc.start, pageAlloc.end'),
    go119('mpagealloc_test.go', 'TestPageAllocGrow'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: mappedChunks,
  check({ index }, { go: { pages } }) {
    if (pages.start <= index && index < pages.end) return undefined;
    return expectWithin(`chunk ${index}`, pages.start, pages.end - 1, index);
  },
  examples: {
    holds: [goView({ arenas: 0 }), goView(), goView({ arenas: 3 })],
    violates: [
      altered(goView({ arenas: 3 }), ({ go }) => (go.pages.end -= 1)),
      altered(goView({ arenas: 3 }), ({ go }) => (go.pages.start += 1)),
    ],
  },
});
