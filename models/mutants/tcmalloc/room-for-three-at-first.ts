import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const roomForThreeAtFirst = defineMutant({
  id: 'tcmalloc/room-for-three-at-first',
  story: 'a list has room for three objects at first',
  sources: [tcmalloc('thread_cache.h', 'ThreadCache::FreeList::Init: max_length_ = 1')],
  patch: {
    file: 'models/tcmalloc/thread-cache.ts',
    find: 'maxLength = 1;',
    replace: 'maxLength = 3;',
  },
  caughtBy: ['tcmalloc/max-length-shape'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
