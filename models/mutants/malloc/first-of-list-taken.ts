import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const firstOfListTaken = defineMutant({
  id: 'malloc/first-of-list-taken',
  story: 'the first chunk of a list is taken without a look at its length',
  sources: [source('jemalloc #241: the size of recycled memory was not compared with the request')],
  patch: {
    file: 'models/malloc/bins.ts',
    find: 'if (this.#tags.bytes(chunk) >= bytes) return chunk;',
    replace: 'return chunk;',
  },
  caughtBy: ['client/usable-covers-request', 'client/live-blocks-disjoint'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 1', 'b = malloc 1', 'free a', 'c = malloc 33'] },
});
