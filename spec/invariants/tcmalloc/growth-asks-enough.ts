import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { growths } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';
import type { View } from '../../invariant.ts';

function grew(asked: readonly number[]): View {
  return tcView(({ log }) => log.grew({ npages: 2, asked, served: true }));
}

export const tcGrowthAsksEnough = defineInvariant({
  id: 'tcmalloc/growth-asks-enough',
  holds: 'the heap grows by the least growth at first, then by what is needed, and by no less',
  because: 'each request goes to the system, or gets too little',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::GrowHeap: kMinSystemAlloc')],
  when: 'always',
  cost: 'O(1)',
  every: growths,
  check({ npages, asked }, { tcmalloc: { geometry } }) {
    const first = Math.max(npages, geometry.growPages);
    const [one, other] = asked;
    return (
      expectEqual('pages asked for first', first, one ?? 0) ??
      (other === undefined ? undefined : expectEqual('pages asked for then', npages, other))
    );
  },
  examples: { holds: [tcView(), grew([4]), grew([4, 2])], violates: [grew([2]), grew([4, 1])] },
});
