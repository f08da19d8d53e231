import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const idleSpanKept = defineMutant({
  id: 'tcmalloc/idle-span-kept',
  story: 'a span whose objects are all back stays with its class',
  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::ReleaseToSpans: refcount 0')],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'if (span.refcount > 0) {',
    replace: 'if (span.refcount >= 0) {',
  },
  caughtBy: ['tcmalloc/class-span-needed'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 1', 'free a', 'goexit'] },
});
