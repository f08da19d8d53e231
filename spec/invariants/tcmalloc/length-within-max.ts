import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { grownLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcLengthWithinMax = defineInvariant({
  id: 'tcmalloc/length-within-max',
  holds: 'a list that a free made longer holds no more than it may, unless it was cut',
  because: 'memory stays with one thread that others wait for',

  sources: [tcmalloc('thread_cache.cc', 'ThreadCache::Deallocate: ListTooLong')],
  when: 'always',
  cost: 'O(1)',
  every: grownLists,
  check: ({ thread, sizeClass, list }) =>
    expectWithin(`class ${sizeClass} of thread ${thread}`, 0, list.maxLength, list.length),
  examples: {
    holds: [tcView(), tcView(({ log }) => log.listGrew(0, 1))],
    violates: [
      tcView(({ log, tc }) => {
        log.listGrew(0, 1);
        tc.caches[0]!.lists[1]!.length = 2;
      }),
    ],
  },
});
