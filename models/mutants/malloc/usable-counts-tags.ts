import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const usableCountsTags = defineMutant({
  id: 'malloc/usable-counts-tags',
  story: 'the usable size counts the tags on both sides of the block',
  sources: [
    source('rpmalloc #64: the usable size was too large, and filling it reached the next block'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: ': this.#arena.bytes(addr - HEADER) - OVERHEAD;',
    replace: ': this.#arena.bytes(addr - HEADER) + OVERHEAD;',
  },
  caughtBy: ['client/usable-bytes-disjoint'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 1', 'b = malloc 1'] },
});
