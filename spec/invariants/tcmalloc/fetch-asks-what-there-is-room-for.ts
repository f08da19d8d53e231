import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { fetches } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';

export const tcFetchAsksWhatThereIsRoomFor = defineInvariant({
  id: 'tcmalloc/fetch-asks-what-there-is-room-for',
  holds: 'a fetch asks for one object at least and for a batch at most',
  because: 'slow start is skipped: a thread that wants one object takes many from the others',

  sources: [
    tcmalloc('thread_cache.cc', 'FetchFromCentralCache: min(max_length, num_objects_to_move)'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: fetches,
  check: ({ sizeClass, wanted }, { tcmalloc: { sizeMap } }) =>
    expectWithin(`objects of class ${sizeClass}`, 1, sizeMap.batches[sizeClass]!, wanted),
  examples: {
    holds: [
      tcView(),
      tcView(({ log }) =>
        log.fetched({ thread: 0, sizeClass: 1, lengthBefore: 0, wanted: 2, got: 2 }),
      ),
    ],
    violates: [
      tcView(({ log }) =>
        log.fetched({ thread: 0, sizeClass: 1, lengthBefore: 0, wanted: 3, got: 3 }),
      ),
    ],
  },
});
