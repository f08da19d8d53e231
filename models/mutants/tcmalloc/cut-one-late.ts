import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const cutOneLate = defineMutant({
  id: 'tcmalloc/cut-one-late',
  story: 'a list is cut one object late',
  sources: [tcmalloc('thread_cache.cc', 'ThreadCache::Deallocate')],
  patch: {
    file: 'models/tcmalloc/thread-cache.ts',
    find: 'if (list.length > list.maxLength)',
    replace: 'if (list.length > list.maxLength + 1)',
  },
  caughtBy: ['tcmalloc/length-within-max'],
  withinRuns: 60,
  shortest: {
    lines: ['a = malloc 1', 'b = malloc 1', 'free a on P1', 'free b on P1'],
    heap: 'procs=2',
  },
});
