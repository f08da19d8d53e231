import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { fetches } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';

export const tcFetchWhenEmpty = defineInvariant({
  id: 'tcmalloc/fetch-when-empty',
  holds: 'a thread fetches objects only for a list that is empty',
  because: 'objects are hoarded by who has some',

  sources: [tcmalloc('thread_cache.cc', 'FetchFromCentralCache: ASSERT(list->empty())')],
  when: 'always',
  cost: 'O(1)',
  every: fetches,
  check: ({ thread, sizeClass, lengthBefore }) =>
    expectEqual(`class ${sizeClass} of thread ${thread}`, 0, lengthBefore),
  examples: {
    holds: [
      tcView(),
      tcView(({ log }) =>
        log.fetched({ thread: 0, sizeClass: 1, lengthBefore: 0, wanted: 1, got: 1 }),
      ),
    ],
    violates: [
      tcView(({ log }) =>
        log.fetched({ thread: 0, sizeClass: 1, lengthBefore: 1, wanted: 1, got: 1 }),
      ),
    ],
  },
});
