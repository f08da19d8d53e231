import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const roomGrowsByTwo = defineMutant({
  id: 'tcmalloc/room-grows-by-two',
  story: 'a fetch gives a list room for two objects more',
  sources: [tcmalloc('thread_cache.cc', 'FetchFromCentralCache: slow start')],
  patch: {
    file: 'models/tcmalloc/thread-cache.ts',
    find: 'if (maxLength < batch) list.maxLength += 1;',
    replace: 'if (maxLength < batch) list.maxLength += 2;',
  },
  caughtBy: ['tcmalloc/slow-start-step'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
