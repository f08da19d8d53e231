import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { tcHeap } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcReleaseDelayBounds = defineInvariant({
  id: 'tcmalloc/release-delay-bounds',
  holds: 'no more than the longest delay is freed before pages are given back',
  because: 'free memory stays with the process',

  sources: [tcmalloc('page_heap.cc', 'kMaxReleaseDelay')],
  when: 'always',
  cost: 'O(1)',
  every: tcHeap,
  check: ({ heap, geometry }) =>
    expectWithin(
      'pages until the next release',
      0,
      geometry.releaseDelayMaxPages,
      heap.scavengeCounter,
    ),
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ tc }) => (tc.heap.scavengeCounter = 65)),
      tcView(({ tc }) => (tc.heap.scavengeCounter = -1)),
    ],
  },
});
