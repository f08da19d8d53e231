import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageAllocator } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_BYTES } from '../../views/go.ts';
import type { AddrRangeView } from '../../views/go.ts';

export const inUseRangesCanonical = defineInvariant({
  id: 'go/in-use-ranges-canonical',
  holds: 'the ranges in use are not empty, ascend, do not touch, and totalBytes is their sum',
  because: 'they are searched by halving, which misses ranges that are out of order',
  implies: ['go/heap-pages-conserved', 'go/mapped-bytes-are-chunks'],
  sources: [
    go119('mranges.go', '(*addrRanges).add'),
    go119('mranges_test.go', 'validateAddrRanges'),
  ],
  when: 'always',
  cost: 'O(ranges)',
  every: pageAllocator,
  check({ inUse: { ranges, totalBytes } }) {
    let end = 0;
    let sum = 0;
    for (const { base, limit } of ranges) {
      if (base <= end || limit <= base) {
        return {
          at: hex(base),
          expected: `a range above ${hex(end)}`,
          actual: `${hex(base)}…${hex(limit)}`,
        };
      }
      end = limit;
      sum += limit - base;
    }
    if (sum === totalBytes) return undefined;
    return { at: 'totalBytes', expected: String(sum), actual: String(totalBytes) };
  },
  examples: {
    holds: [
      goView({ arenas: 0 }),
      goView(),
      ranges([
        [1, 2],
        [3, 5],
      ]),
    ],
    violates: [
      ranges([
        [1, 2],
        [2, 5],
      ]),
      ranges([
        [3, 5],
        [1, 2],
      ]),
      ranges([
        [1, 3],
        [2, 5],
      ]),
      ranges([[1, 1]]),
      altered(goView(), ({ go }) => (go.pages.inUse.totalBytes += CHUNK_BYTES)),
    ],
  },
});

/** A heap with these ranges, in chunks. */
function ranges(chunks: readonly (readonly [from: number, to: number])[]) {
  return altered(goView(), ({ go }) => {
    const list = chunks.map(([from, to]): AddrRangeView => ({
      base: from * CHUNK_BYTES,
      limit: to * CHUNK_BYTES,
    }));
    const totalBytes = list.reduce((sum, { base, limit }) => sum + limit - base, 0);
    go.pages.inUse = { ranges: list, totalBytes };
  });
}
