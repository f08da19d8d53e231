import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const trimKeepsLength = defineMutant({
  id: 'malloc/trim-keeps-length',
  story: 'the end of the arena goes back to the system, and the top stays as long as it was',
  sources: [source('emscripten PR #25126: trimming did not adjust the end')],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'this.#moveTop(this.#top, this.#topBytes - less);',
    replace: 'this.#moveTop(this.#top, this.#topBytes);',
  },
  caughtBy: ['client/contents-kept', 'client/zeroed-when-asked'],
  withinRuns: 800,
  shortest: {
    lines: ['a = malloc 98265', 'b = malloc 98281', 'free a', 'free b', 'c = calloc 1 65521'],
  },
});
