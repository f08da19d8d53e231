import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const lastObjectLeftOut = defineMutant({
  id: 'tcmalloc/last-object-left-out',
  story: 'the object that ends with its span is left out',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::Populate'),
    source('gperftools #1323: the test for the end of a span'),
  ],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'addr + this.#size <= end;',
    replace: 'addr + this.#size < end;',
  },
  caughtBy: [
    'tcmalloc/objects-conserved',
    'tcmalloc/populate-carves-all',
    'tcmalloc/span-refcount-true',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
