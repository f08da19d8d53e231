import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const refilledSpanStaysAside = defineMutant({
  id: 'tcmalloc/refilled-span-stays-aside',
  story: 'a span that gets an object back is not taken from those put aside',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::ReleaseToSpans: tcmalloc::DLL_Remove'),
  ],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'this.#empty.remove(span);',
    replace: '',
  },
  caughtBy: ['tcmalloc/central-spans-of-class', 'tcmalloc/objects-conserved'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 13313', 'free a', 'goexit'] },
});
