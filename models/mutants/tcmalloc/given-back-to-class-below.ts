import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const givenBackToClassBelow = defineMutant({
  id: 'tcmalloc/given-back-to-class-below',
  story: 'a thread gives objects back to the class below',
  sources: [
    tcmalloc('thread_cache.cc', 'ReleaseToCentralCache: Static::central_cache()[cl]'),
    source('dragonfly PR #8285: the index of one table was used with another'),
  ],
  patch: {
    file: 'models/tcmalloc/thread-cache.ts',
    find: 'const central = this.#parts.central[sizeClass] as CentralFreeList;',
    replace: 'const central = this.#parts.central[sizeClass - 1] as CentralFreeList;',
  },
  caughtBy: [
    'tcmalloc/central-counter-true',
    'tcmalloc/objects-come-home',
    'tcmalloc/objects-conserved',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1', 'free a', 'goexit'] },
});
