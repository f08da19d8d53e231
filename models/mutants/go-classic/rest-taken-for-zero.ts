import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicRestTakenForZero = defineMutant({
  id: 'go-classic/rest-taken-for-zero',
  story: 'what is left of a dirty span counts as zero',
  sources: [go110('mheap.go', 'allocSpanLocked: t.needzero = s.needzero')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'rest.needzero = span.needzero;',
    replace: 'rest.needzero = 0;',
  },
  caughtBy: ['classic/rest-stays-as-it-was'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 32769 noscan', 'free a', 'b = malloc 1 noscan'] },
});
