import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const failureWithoutErrno = defineMutant({
  id: 'malloc/failure-without-errno',
  story: 'a large request that fails returns null and sets no errno',
  sources: [source('POSIX.1-2024 malloc: otherwise it shall return a null pointer and set errno')],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'return addr === 0 ? this.#fail(ENOMEM) : addr;',
    replace: 'return addr;',
  },
  caughtBy: ['client/errno-tells-failure'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 33554433'] },
});
