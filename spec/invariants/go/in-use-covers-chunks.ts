import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { mappedChunks } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { chunkBase } from '../../views/chunk-pages.ts';
import { CHUNK_BYTES } from '../../views/go.ts';

export const inUseCoversChunks = defineInvariant({
  id: 'go/in-use-covers-chunks',
  holds: 'a mapped chunk lies in one of the ranges in use',
  because: 'the ranges say where memory is mapped: a search would be sent past the chunk',
  sources: [
    go119('mpagealloc.go', 'pageAlloc.inUse'),
    go119('mpagealloc_test.go', 'TestPageAllocGrow'),
  ],
  when: 'always',
  cost: 'O(ranges)',
  every: mappedChunks,
  check(chunk, { go }) {
    const base = chunkBase(chunk);
    for (const range of go.pages.inUse.ranges) {
      if (range.base <= base && base + CHUNK_BYTES <= range.limit) return undefined;
    }
    return { at: hex(base), expected: 'a range in use that covers it', actual: 'none' };
  },
  examples: {
    holds: [goView({ arenas: 0 }), goView({ arenas: 3 })],
    violates: [
      altered(goView({ arenas: 3 }), ({ go }) => (go.pages.inUse.ranges[0]!.limit -= CHUNK_BYTES)),
      altered(goView(), ({ go }) => (go.pages.inUse.ranges = [])),
    ],
  },
});
