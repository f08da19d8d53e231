import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const fetchCountedOnce = defineMutant({
  id: 'tcmalloc/fetch-counted-once',
  story: 'of the objects that leave a span only one is counted as handed out',
  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::FetchFromOneSpans: refcount')],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'span.refcount += count;',
    replace: 'span.refcount += 1;',
  },
  caughtBy: [
    'tcmalloc/central-counter-true',
    'tcmalloc/span-refcount-holders',
    'tcmalloc/span-refcount-true',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1', 'b = malloc 1'] },
});
