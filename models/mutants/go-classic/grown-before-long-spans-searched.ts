import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicGrownBeforeLongSpansSearched = defineMutant({
  id: 'go-classic/grown-before-long-spans-searched',
  story: 'the heap grows before the long free spans are looked through',
  sources: [go110('mheap.go', 'allocSpanLocked: s = h.allocLarge(npage); if s == nil')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'let span = this.#pick(npages);',
    replace: 'let span = this.#fromLists(npages);',
  },
  caughtBy: ['classic/growth-only-on-miss'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 32769 noscan', 'free a', 'b = malloc 1 noscan'] },
});
