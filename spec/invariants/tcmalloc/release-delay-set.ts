import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { ticks } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';

export const tcReleaseDelaySet = defineInvariant({
  id: 'tcmalloc/release-delay-set',
  holds: 'after pages were given back by themselves the next time is as far off as the rate says',
  because: 'memory is given back at every free, or never',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::IncrementalScavenge')],
  when: 'always',
  cost: 'O(1)',
  every: ticks,
  check({ released, counter }, { tcmalloc: { geometry, heap } }) {
    const { releaseDelayPages, releaseDelayMaxPages } = geometry;
    const paid = Math.min(releaseDelayMaxPages, (1000 / heap.releaseRate) * released);
    return expectEqual(
      'pages until the next release',
      released === 0 ? releaseDelayPages : paid,
      counter,
    );
  },
  examples: {
    holds: [
      tcView(),
      tcView(({ log }) => log.ticked({ released: 0, counter: 16 })),
      tcView(({ log }) => log.ticked({ released: 1, counter: 64 })),
    ],
    violates: [tcView(({ log }) => log.ticked({ released: 1, counter: 16 }))],
  },
});
