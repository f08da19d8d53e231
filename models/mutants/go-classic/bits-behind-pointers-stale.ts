import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicBitsBehindPointersStale = defineMutant({
  id: 'go-classic/bits-behind-pointers-stale',
  story: 'the bits of the words behind the last pointer stay as the last object had them',
  sources: [go110('mbitmap.go', 'heapBitsSetType: no more pointers')],
  patch: {
    file: 'models/classic/heap-bitmap.ts',
    find: 'for (let i = 0; i < words;) {',
    replace: 'for (let i = 0; i < pointerWords;) {',
  },
  caughtBy: ['classic/heap-bits-match-type'],
  withinRuns: 160,
  shortest: { lines: ['a = malloc 24', 'free a', 'b = malloc 17'] },
});
