import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The one address of all blocks of no bytes is left 0, as the linker does with what nobody sets. */
export const zeroSizeBlockNull = defineMutant({
  id: 'go/zero-size-block-null',
  story: 'a block of no bytes is at address 0',
  sources: [
    source(
      'mimalloc #622: realloc of nothing to no bytes gave null, which callers took for a refusal',
    ),
    go119('malloc.go', 'mallocgc, zerobase'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'export const ZERO_BASE: Addr = 0x57f0e0;',
    replace: 'export const ZERO_BASE: Addr = 0;',
  },
  caughtBy: ['client/address-not-null'],
  withinRuns: 170,
  shortest: { lines: ['a = malloc 0 noscan'] },
});
