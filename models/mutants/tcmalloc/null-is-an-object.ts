import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const nullIsAnObject = defineMutant({
  id: 'tcmalloc/null-is-an-object',
  story: 'the null pointer is freed like an object of the smallest class',
  sources: [source('C17 7.22.3.3: to free the null pointer does nothing')],
  patch: {
    file: 'models/tcmalloc/tcmalloc.ts',
    find: 'if (addr === 0) return;',
    replace: 'if (addr === 0) return this.#free(addr, 1);',
  },
  caughtBy: [
    'tcmalloc/null-free-changes-nothing',
    'tcmalloc/list-members-belong',
    'tcmalloc/objects-conserved',
  ],
  withinRuns: 90,
  shortest: { lines: ['free nil'] },
});
