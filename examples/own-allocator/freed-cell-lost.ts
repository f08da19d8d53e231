/** A fault on purpose: no client can see it, as a pool may be empty at any time; the pool's own invariant must. */
import { defineMutant, derived } from 'allocheck';

export const freedCellLost = defineMutant({
  id: 'pool/freed-cell-lost',
  story: 'a freed cell is put on no list',
  subject: { file: new URL('./pool.ts', import.meta.url), name: 'pool' },
  sources: [derived('free: what was taken goes back')],
  patch: { file: 'pool.ts', find: 'this.#free.push(addr);', replace: '' },
  caughtBy: ['pool/cell-free-or-taken'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan', 'free a'] },
});
