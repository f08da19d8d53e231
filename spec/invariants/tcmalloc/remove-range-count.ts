import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { removals } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';

export const tcRemoveRangeCount = defineInvariant({
  id: 'tcmalloc/remove-range-count',
  holds:
    'a removal gives one object at least and no more than was wanted; none only without memory',
  because: 'a request fails though there is memory, or a list counts what it has not',

  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::RemoveRange')],
  when: 'always',
  cost: 'O(1)',
  every: removals,
  check: ({ sizeClass, wanted, got, ranOut }) =>
    expectWithin(`objects of class ${sizeClass}`, ranOut ? 0 : 1, wanted, got),
  examples: {
    holds: [
      tcView(),
      tcView(({ log }) => log.removed({ sizeClass: 1, wanted: 2, got: 0, ranOut: true })),
    ],
    violates: [
      tcView(({ log }) => log.removed({ sizeClass: 1, wanted: 2, got: 0, ranOut: false })),
      tcView(({ log }) => log.removed({ sizeClass: 1, wanted: 2, got: 3, ranOut: false })),
    ],
  },
});
