import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const goneSpanStaysListed = defineMutant({
  id: 'tcmalloc/gone-span-stays-listed',
  story: 'a span that goes home stays on the list of its class',
  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::ReleaseToSpans: refcount 0')],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'this.#nonempty.remove(span);',
    replace: '',
  },
  caughtBy: [
    'tcmalloc/central-spans-of-class',
    'tcmalloc/nonempty-spans-have-objects',
    'tcmalloc/objects-conserved',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1', 'free a', 'goexit'] },
});
