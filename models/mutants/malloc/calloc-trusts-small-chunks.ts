import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const callocTrustsSmallChunks = defineMutant({
  id: 'malloc/calloc-trusts-small-chunks',
  story: 'calloc takes a chunk that was free for zero but for its links',
  sources: [
    source('jemalloc ChangeLog 3.0.0: calloc skipped the zeroing of memory that was split off'),
    source('mimalloc PR #1385: a path of the zeroing variant called what does not zero'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'zeroBytes(this.system, addr, Math.min(bytes, Math.max(0, usedEnd - addr)));',
    replace: 'zeroBytes(this.system, addr, Math.min(bytes, 16));',
  },
  caughtBy: ['client/zeroed-when-asked'],
  withinRuns: 50,
  shortest: { lines: ['a = malloc 1', 'free a', 'b = calloc 5 5'] },
});
