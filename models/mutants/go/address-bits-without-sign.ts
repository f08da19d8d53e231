import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What a 32-bit word can hold as a signed number takes the place of the width of an address. */
export const addressBitsWithoutSign = defineMutant({
  id: 'go/address-bits-without-sign',
  story: 'the 32-bit address space is said to have 31 bits',
  sources: [
    source('glibc BZ 24903: a limit was computed from the wrong width'),
    go119('malloc.go', 'heapAddrBits'),
  ],
  patch: { file: 'models/go/geometry.ts', find: 'heapAddrBits: 32,', replace: 'heapAddrBits: 31,' },
  caughtBy: ['go/geometry-fits-together'],
  withinRuns: 20,
  shortest: { lines: [] },
});
