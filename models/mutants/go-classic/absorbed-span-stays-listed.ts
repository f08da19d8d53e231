import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicAbsorbedSpanStaysListed = defineMutant({
  id: 'go-classic/absorbed-span-stays-listed',
  story: 'the span above that was taken in stays on its list',
  sources: [go110('mheap.go', 'freeSpanLocked: h.freeList(after.npages).remove(after)')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'this.#tellJoined(span, after);',
    replace: 'this.#tellJoined(span, after); this.#list(after);',
  },
  caughtBy: ['classic/free-span-listed-once', 'classic/listed-spans-free'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
