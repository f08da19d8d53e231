import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicBitmapOneByteOff = defineMutant({
  id: 'go-classic/bitmap-one-byte-off',
  story: 'the byte of the first four words is taken to be the first one of the arena',
  sources: [go110('mbitmap.go', 'heapBitsForAddr: mheap_.bitmap - off/4 - 1')],
  patch: {
    file: 'models/classic/heap-bitmap.ts',
    find: 'return this.#arenaStart - 1 - Math.floor(word / WORDS_PER_BYTE);',
    replace: 'return this.#arenaStart - Math.floor(word / WORDS_PER_BYTE);',
  },
  caughtBy: ['classic/heap-bits-match-type'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 9'] },
});
