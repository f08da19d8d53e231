import { KIB, MIB } from '../../../src/base/units.ts';
import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { tcHeap } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

/** By which a region may be longer than was asked for. */
const ROUNDING = 256 * KIB;

export const tcLimitRespected = defineInvariant({
  id: 'tcmalloc/limit-respected',
  holds: 'what is backed by memory stays within the limit, but for what the system rounds up',
  because: 'a limit that is asked for is no limit',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::EnsureLimit')],
  when: 'always',
  cost: 'O(1)',
  every: tcHeap,
  check({ heap, geometry }) {
    const { committedBytes, memoryLimit } = heap;
    if (memoryLimit === undefined) return undefined;
    const most = memoryLimit + ROUNDING + geometry.hardwarePageBytes;
    return expectWithin('committed bytes', 0, most, committedBytes);
  },
  examples: {
    holds: [tcView(), tcView(({ tc }) => (tc.heap.memoryLimit = 512))],
    violates: [
      tcView(({ tc }) => {
        tc.heap.memoryLimit = MIB;
        tc.heap.committedBytes = 2 * MIB;
      }),
    ],
  },
});
