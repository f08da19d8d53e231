import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const remainderKeepsLength = defineMutant({
  id: 'malloc/remainder-keeps-length',
  story: 'what is cut off from a chunk keeps the length of the whole',
  sources: [source('FreeRTOS-Amiga PR #14: on a split the free block kept its old size')],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'this.#tags.begin(chunk + bytes, rest);',
    replace: 'this.#tags.begin(chunk + bytes, rest + bytes);',
  },
  caughtBy: ['client/live-blocks-disjoint', 'client/contents-kept', 'client/zeroed-when-asked'],
  withinRuns: 60,
  shortest: {
    lines: ['a = malloc 41', 'b = malloc 25', 'c = realloc a 1'],
    seed: 2,
  },
});
