import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const usableCountsFreeNeighbour = defineMutant({
  id: 'malloc/usable-counts-free-neighbour',
  story: 'the usable size of a block counts the free chunk behind, into which it might grow',
  sources: [
    source('malloc_usable_size(3)'),
    source('dlmalloc 2.8.6, try_realloc_chunk: what realloc may take is not the block'),
  ],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'return this.#tags.bytes(chunk);',
    replace:
      '    const bytes = this.#tags.bytes(chunk); const behind = chunk + bytes; return behind === this.#top || this.#tags.isInUse(behind) ? bytes : bytes + this.#tags.bytes(behind);',
  },
  caughtBy: ['client/usable-size-steady', 'client/usable-bytes-disjoint'],
  withinRuns: 40,
  shortest: { lines: ['a = memalign 1024 1', 'b = malloc 1', 'c = malloc 1'] },
});
