import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicNeedzeroOfUpperAlone = defineMutant({
  id: 'go-classic/needzero-of-upper-alone',
  story: 'a dirty span that takes in zeroes above it counts as zero',
  sources: [go110('mheap.go', 'freeSpanLocked: s.needzero |= after.needzero')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'span.needzero |= after.needzero;',
    replace: 'span.needzero = after.needzero;',
  },
  caughtBy: ['classic/free-pages-zero-unless-told', 'classic/joined-span-needs-zeroing'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
