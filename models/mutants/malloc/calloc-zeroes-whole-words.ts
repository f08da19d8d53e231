import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const callocZeroesWholeWords = defineMutant({
  id: 'malloc/calloc-zeroes-whole-words',
  story: 'calloc zeroes whole words and leaves the last bytes of an odd size',
  sources: [source('snmalloc PR #22: zeroing by whole units with bounds that were none')],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'zeroBytes(this.system, addr, Math.min(bytes, Math.max(0, usedEnd - addr)));',
    replace:
      'zeroBytes(this.system, addr, 8 * Math.floor(Math.min(bytes, Math.max(0, usedEnd - addr)) / 8));',
  },
  caughtBy: ['client/zeroed-when-asked'],
  withinRuns: 80,
  shortest: { lines: ['a = malloc 1', 'free a', 'b = calloc 1 1'] },
});
