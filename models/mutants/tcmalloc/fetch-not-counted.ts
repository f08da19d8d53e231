import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const fetchNotCounted = defineMutant({
  id: 'tcmalloc/fetch-not-counted',
  story: 'objects that leave a span still count as free',
  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::FetchFromOneSpans: counter_')],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'this.counter -= count;',
    replace: '',
  },
  caughtBy: ['tcmalloc/central-counter-true', 'tcmalloc/objects-conserved'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
