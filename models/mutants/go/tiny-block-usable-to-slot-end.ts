import { derived, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The bytes behind it are those of the next tiny object. */
export const tinyBlockUsableToSlotEnd = defineMutant({
  id: 'go/tiny-block-usable-to-slot-end',
  story: 'a tiny block may be used to the end of the slot that it shares',
  sources: [
    source('mimalloc #231: the usable size of an adjusted pointer was that of the whole block'),
    derived('the contract of usableSize in spec/subject.ts'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'return this.#tinyEnd(span.tinyStarts[slot] as number, base, addr - base) - (addr - base);',
    replace: 'return base + span.elemsize - addr;',
  },
  caughtBy: ['client/usable-bytes-disjoint'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 1 noscan'] },
});
