import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const spanGivenUpEarly = defineMutant({
  id: 'tcmalloc/span-given-up-early',
  story: 'a span is given up while one of its objects is still out',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::ReleaseToSpans: refcount 0'),
    source('google/tcmalloc 9c82c5ef: a span was freed that was still in use'),
  ],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'if (span.refcount > 0) {',
    replace: 'if (span.refcount > 1) {',
  },
  caughtBy: [
    'tcmalloc/central-counter-true',
    'tcmalloc/objects-conserved',
    'tcmalloc/live-blocks-in-use',
    'tcmalloc/usable-is-object',
  ],
  withinRuns: 60,
  shortest: {
    lines: ['a = malloc 49', 'free a on P1', 'b = memalign 64 1', 'free b on P1'],
    heap: 'procs=2',
  },
});
