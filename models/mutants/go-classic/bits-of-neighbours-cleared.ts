import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicBitsOfNeighboursCleared = defineMutant({
  id: 'go-classic/bits-of-neighbours-cleared',
  story: 'the bits of other objects in the same byte are lost',
  sources: [go110('mbitmap.go', 'heapBitsSetType: leading and trailing bytes')],
  patch: {
    file: 'models/classic/heap-bitmap.ts',
    find: 'const old = bytes[offset] as number;',
    replace: 'const old = 0;',
  },
  caughtBy: ['classic/heap-bits-match-type'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 9'] },
});
