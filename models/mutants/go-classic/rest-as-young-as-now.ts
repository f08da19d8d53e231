import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicRestAsYoungAsNow = defineMutant({
  id: 'go-classic/rest-as-young-as-now',
  story: 'what is left of a span that was cut counts as free from now on',
  sources: [go110('mheap.go', 'freeSpanLocked(t, false, false, s.unusedsince)')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'this.#freeSpan(rest, before.unusedsince);',
    replace: 'this.#freeSpan(rest, this.cycles);',
  },
  caughtBy: ['classic/rest-stays-as-it-was'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 17 noscan', 'gc', 'b = malloc 1 noscan'] },
});
