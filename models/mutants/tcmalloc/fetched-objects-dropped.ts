import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const fetchedObjectsDropped = defineMutant({
  id: 'tcmalloc/fetched-objects-dropped',
  story: 'what a fetch brings besides the first object is dropped',
  sources: [tcmalloc('thread_cache.cc', 'FetchFromCentralCache: PushRange')],
  patch: { file: 'models/tcmalloc/thread-cache.ts', find: 'list.pushRange(objects);', replace: '' },
  caughtBy: [
    'tcmalloc/objects-conserved',
    'tcmalloc/cache-bytes-sum',
    'tcmalloc/span-refcount-holders',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1', 'b = malloc 1'] },
});
