import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicTableMappedOnce = defineMutant({
  id: 'go-classic/table-mapped-once',
  story: 'the table of spans is mapped with the first growth and no further',
  sources: [go110('mheap.go', '(*mheap).mapSpans')],
  patch: {
    file: 'models/classic/reservation.ts',
    find: 'if (this.spansMapped >= n) return true;',
    replace: 'if (this.spansMapped > 0) return true;',
  },
  caughtBy: ['classic/span-table-mapped-in-step'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 2031617 noscan', 'b = malloc 2097153 noscan'] },
});
