import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { threadLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcLowWaterBounds = defineInvariant({
  id: 'tcmalloc/low-water-bounds',
  holds: 'the low-water mark of a list is at most its length',
  because: 'a scavenge gives back more than was left over',

  sources: [tcmalloc('thread_cache.h', 'ThreadCache::FreeList::lowater_')],
  when: 'always',
  cost: 'O(1)',
  every: threadLists,
  check: ({ thread, sizeClass, list }) =>
    expectWithin(
      `low water of class ${sizeClass} of thread ${thread}`,
      0,
      list.length,
      list.lowWater,
    ),
  examples: {
    holds: [tcView()],
    violates: [tcView(({ tc }) => (tc.caches[0]!.lists[1]!.lowWater = 2))],
  },
});
