import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const noRoomForAlignment = defineMutant({
  id: 'malloc/no-room-for-alignment',
  story: 'an aligned block is cut from a chunk that has no room to be moved in',
  sources: [
    source('jemalloc PR #649: the search for an aligned run forgot the room for its alignment'),
  ],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'this.take(bytes + alignment + CHUNK_MIN)',
    replace: 'this.take(bytes + CHUNK_MIN)',
  },
  caughtBy: ['client/live-blocks-disjoint', 'client/usable-covers-request'],
  withinRuns: 40,
  shortest: { lines: ['a = memalign 1024 1'] },
});
