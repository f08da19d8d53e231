import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const fetchFillsRoom = defineMutant({
  id: 'tcmalloc/fetch-fills-room',
  story: 'a fetch asks for all that a list has room for',
  sources: [
    tcmalloc('thread_cache.cc', 'FetchFromCentralCache: min(max_length, num_objects_to_move)'),
  ],
  patch: {
    file: 'models/tcmalloc/thread-cache.ts',
    find: 'const wanted = Math.min(list.maxLength, batch);',
    replace: 'const wanted = list.maxLength;',
  },
  caughtBy: ['tcmalloc/fetch-asks-what-there-is-room-for'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 20481', 'b = malloc 20481', 'c = malloc 20481'] },
});
