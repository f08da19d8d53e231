import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const refilledSpanForgotten = defineMutant({
  id: 'tcmalloc/refilled-span-forgotten',
  story: 'a span that gets an object back stays with those put aside',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::ReleaseToSpans: objects == NULL'),
    source('dragonfly PR #8285: full spans were taken for others'),
  ],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'if (span.objects.length === 0) {',
    replace: 'if (span.objects.length < 0) {',
  },
  caughtBy: [
    'tcmalloc/central-spans-of-class',
    'tcmalloc/empty-spans-have-none',
    'tcmalloc/objects-conserved',
  ],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 13313', 'free a', 'goexit'] },
});
