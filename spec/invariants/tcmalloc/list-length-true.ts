import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { threadLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcListLengthTrue = defineInvariant({
  id: 'tcmalloc/list-length-true',
  holds: 'a list of a thread is as long as it counts',
  because: 'a pop takes what is not there, or a list is taken for empty',

  sources: [tcmalloc('thread_cache.h', 'ThreadCache::FreeList::length_')],
  when: 'always',
  cost: 'O(1)',
  every: threadLists,
  check: ({ thread, sizeClass, list }) =>
    expectEqual(`class ${sizeClass} of thread ${thread}`, list.objects.length, list.length),
  examples: {
    holds: [tcView()],
    violates: [tcView(({ tc }) => (tc.caches[0]!.lists[1]!.length = 2))],
  },
});
