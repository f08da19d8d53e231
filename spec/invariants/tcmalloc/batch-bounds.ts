import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { tcSizeClasses } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcBatchBounds = defineInvariant({
  id: 'tcmalloc/batch-bounds',
  holds: 'a class moves at least two objects at once, and no more than the cap',
  because: 'a list of a thread would never be filled by a fetch, or hold up others while it is',

  sources: [tcmalloc('common.cc', 'SizeMap::NumMoveSize')],
  when: 'always',
  cost: 'O(1)',
  every: tcSizeClasses,
  check: ({ c, map, geometry }) =>
    expectWithin(`class ${c}`, 2, geometry.batchCap, map.batches[c]!),
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ tc }) => (tc.sizeMap.batches[1] = 1)),
      tcView(({ tc }) => (tc.sizeMap.batches[1] = 3)),
    ],
  },
});
