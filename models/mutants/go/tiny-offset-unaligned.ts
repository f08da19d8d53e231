import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A tiny object starts right behind the last one, whatever its size calls for. */
export const tinyOffsetUnaligned = defineMutant({
  id: 'go/tiny-offset-unaligned',
  story: 'a tiny object is put at the next free byte without rounding up to its alignment',
  sources: [
    go119('malloc.go', 'mallocgc, "Tiny allocator"'),
    source('mimalloc #206: small alignments were taken to hold by themselves'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: '(c.tinyoffset + align - 1) & -align',
    replace: 'c.tinyoffset',
  },
  caughtBy: ['client/block-aligned', 'go/tiny-objects-within-block'],
  withinRuns: 110,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 2 noscan'] },
});
