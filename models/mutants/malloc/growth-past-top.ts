import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const growthPastTop = defineMutant({
  id: 'malloc/growth-past-top',
  story: 'realloc grows into the top without asking whether it is long enough',
  sources: [source('emscripten #5202: growth that failed went unnoticed')],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'if (!this.#hasInTop(bytes - had)) return false;',
    replace: '',
  },
  caughtBy: ['client/contents-kept', 'client/zeroed-when-asked'],
  withinRuns: 800,
  shortest: { lines: ['a = malloc 1', 'b = realloc a 65521', 'c = malloc 1'] },
});
