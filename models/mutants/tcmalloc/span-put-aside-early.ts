import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const spanPutAsideEarly = defineMutant({
  id: 'tcmalloc/span-put-aside-early',
  story: 'a span with one free object left is put aside',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::FetchFromOneSpans: nonempty_ to empty_'),
  ],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'if (span.objects.length > 0) return count;',
    replace: 'if (span.objects.length > 1) return count;',
  },
  caughtBy: ['tcmalloc/empty-spans-have-none'],
  withinRuns: 60,
  shortest: {
    lines: ['a = malloc 26625'],
    heap: 'geometry=page64k',
  },
});
