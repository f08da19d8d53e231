import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const nullResizedToNothingFails = defineMutant({
  id: 'malloc/null-resized-to-nothing-fails',
  story: 'realloc of the null pointer to no bytes fails where malloc of none does not',
  sources: [source('mimalloc #622: realloc(NULL, 0) returned null, and callers saw no memory')],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'if (addr === 0) return this.malloc(size);',
    replace: 'if (size === 0) return this.#fail(ENOMEM); if (addr === 0) return this.malloc(size);',
  },
  caughtBy: ['client/good-calls-served'],
  withinRuns: 380,
  shortest: { lines: ['a = realloc nil 0'] },
});
