import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { growths } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';
import type { View } from '../../invariant.ts';

function grew(asked: readonly number[], fitting: number): View {
  return tcView(({ log }) => log.growths.push({ npages: 2, asked, fitting, served: true }));
}

export const tcGrowOnlyOnMiss = defineInvariant({
  id: 'tcmalloc/grow-only-on-miss',
  holds: 'the heap grows only when no free span fits',
  because: 'memory is obtained again and again while much is free',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::New')],
  when: 'always',
  cost: 'O(1)',
  every: growths,
  check: ({ npages, fitting }) => expectWithin('longest free span', 0, npages - 1, fitting),
  examples: { holds: [tcView(), grew([4], 1)], violates: [grew([4], 2)] },
});
