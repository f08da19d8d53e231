import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const exhaustedSpanStaysFirst = defineMutant({
  id: 'tcmalloc/exhausted-span-stays-first',
  story: 'a span whose last object was taken stays where objects are taken from',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::FetchFromOneSpans: nonempty_ to empty_'),
  ],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'if (span.objects.length > 0) return count;',
    replace: 'if (span.objects.length >= 0) return count;',
  },
  caughtBy: ['tcmalloc/nonempty-spans-have-objects'],
  withinRuns: 60,
  shortest: {
    lines: ['a = malloc 13313'],
    seed: 2,
  },
});
