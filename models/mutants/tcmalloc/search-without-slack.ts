import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const searchWithoutSlack = defineMutant({
  id: 'tcmalloc/search-without-slack',
  story: 'an aligned span is looked for at its own length, without what has to be skipped',
  sources: [source('jemalloc PR #649: an aligned run was searched for without slack')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'this.make(npages + this.#rounded(alignment));',
    replace: 'this.make(npages);',
  },
  caughtBy: ['tcmalloc/class-cache-coherent'],
  withinRuns: 230,
  shortest: {
    lines: ['a = malloc 1', 'b = malloc 9', 'c = realloc b 1', 'goexit', 'd = memalign 1048576 1'],
  },
});
