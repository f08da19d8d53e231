import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * The bit of an object is found by its address over the size of an arena, which is the same for all of the arena: the
 * second object seems to have been looked at, and so does everything that only it points to.
 */
export const checkmarkSharedByArena = defineMutant({
  id: 'go/checkmark-shared-by-arena',
  story: 'all objects of an arena share one checkmark, so that only the first of them is looked at',
  sources: [go119('mcheckmark.go', 'setCheckmark: arenaWord')],
  quirkOf: 'go1.19',
  patch: {
    file: 'models/go/checkmark.ts',
    find: 'const bit = (object - arena.base) / WORD_BYTES;',
    replace: 'const bit = arena.index;',
  },
  caughtBy: ['go/reached-blocks-checkmarked'],
  withinRuns: 570,
  shortest: {
    lines: ['a = malloc 1 noscan', 'gc'],
    heap: 'checkmark',
  },
});
