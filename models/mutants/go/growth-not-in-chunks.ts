import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The rest of the last chunk is free for the page allocator, and unknown to everybody else. */
export const growthNotInChunks = defineMutant({
  id: 'go/growth-not-in-chunks',
  story:
    'the heap grows by what is asked for, and the page allocator rounds that up to chunks by itself',
  sources: [
    source('emscripten PR #20759: growth was not rounded to its quantum'),
    go119('mheap.go', '(*mheap).grow: we must grow the heap in whole palloc chunks'),
  ],
  patch: [
    {
      file: 'models/go/mheap.ts',
      find: 'const ask = Math.ceil(npages / PALLOC_CHUNK_PAGES) * PALLOC_CHUNK_PAGES * PAGE_BYTES;',
      replace: 'const ask = npages * PAGE_BYTES;',
    },
    {
      file: 'models/go/page-alloc.ts',
      find: 'const aligned = base % CHUNK_BYTES === 0 && bytes % CHUNK_BYTES === 0;',
      replace: 'const aligned = base % CHUNK_BYTES === 0;',
    },
    {
      file: 'models/go/page-alloc.ts',
      find: 'const limit = base + bytes;',
      replace: 'const limit = Math.ceil((base + bytes) / CHUNK_BYTES) * CHUNK_BYTES;',
    },
  ],
  caughtBy: ['go/current-arena-apart', 'go/growth-in-whole-chunks', 'go/heap-pages-conserved'],
  withinRuns: 10,
  shortest: { lines: [] },
});
