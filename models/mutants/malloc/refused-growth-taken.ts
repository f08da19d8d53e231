import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const refusedGrowthTaken = defineMutant({
  id: 'malloc/refused-growth-taken',
  story: 'the top is made longer although the system gave nothing',
  sources: [source('emscripten #5202: a failed growth did not become a null return')],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'if (!this.#system.extend(more)) return false;',
    replace: 'this.#system.extend(more);',
  },
  caughtBy: ['client/contents-kept', 'client/zeroed-when-asked'],
  withinRuns: 300,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
