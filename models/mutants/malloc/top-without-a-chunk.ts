import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const topWithoutAChunk = defineMutant({
  id: 'malloc/top-without-a-chunk',
  story: 'the top may be used up, so that the tags of its end lie beyond the break',
  sources: [
    source('dlmalloc 2.8.6: the top is always larger than a request'),
    source('emscripten PR #10377: an end marker in the wrong place'),
  ],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'const missing = bytes + CHUNK_MIN - this.#topBytes;',
    replace: 'const missing = bytes - this.#topBytes;',
  },
  caughtBy: ['client/contents-kept', 'client/zeroed-when-asked', 'client/live-blocks-disjoint'],
  withinRuns: 500,
  shortest: { lines: ['a = malloc 65521', 'b = malloc 1'] },
});
