import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageAllocator } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_BYTES } from '../../views/go.ts';

export const mappedBytesAreChunks = defineInvariant({
  id: 'go/mapped-bytes-are-chunks',
  holds: 'the bytes of the ranges in use are those of the mapped chunks',
  because: 'a range without chunks is searched in vain, or in memory that is not there',
  sources: [go119('mpagealloc.go', '(*pageAlloc).grow')],
  when: 'always',
  cost: 'O(1)',
  every: pageAllocator,
  check({ inUse, chunks }) {
    const bytes = chunks.length * CHUNK_BYTES;
    if (inUse.totalBytes === bytes) return undefined;
    return { at: 'inUse.totalBytes', expected: String(bytes), actual: String(inUse.totalBytes) };
  },
  examples: {
    holds: [goView({ arenas: 0 }), goView({ arenas: 3 })],
    violates: [
      altered(goView({ arenas: 3 }), ({ go }) => (go.pages.inUse.totalBytes -= CHUNK_BYTES)),
    ],
  },
});
