import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Of the two blocks the fuller one is cut from next, and the rest of the other is lost. */
export const tinyBlockWithLessRoomKept = defineMutant({
  id: 'go/tiny-block-with-less-room-kept',
  story: 'a new tiny block becomes the current one when it has less room left',
  sources: [go119('malloc.go', 'mallocgc, "Tiny allocator"')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'if (size < c.tinyoffset || c.tiny === 0) {',
    replace: 'if (size > c.tinyoffset || c.tiny === 0) {',
  },
  caughtBy: ['go/tiny-block-with-more-room-kept'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 4 noscan', 'b = malloc 13 noscan'] },
});
