import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const pageCacheHalvesSearchedApart = defineMutant({
  id: 'go/page-cache-halves-searched-apart',
  story: 'a page cache does not find a run that begins in its lower half and ends in its upper one',
  sources: [go119('mpallocbits.go', 'findBitRange64')],
  patch: {
    file: 'models/go/palloc-bits.ts',
    find: 'const carried = Math.clz32(~lo);',
    replace: 'const carried = 0;',
  },
  caughtBy: ['go/page-cache-first-fit'],
  withinRuns: 110,
  shortest: { lines: ['a = malloc 54755329 noscan'] },
});
