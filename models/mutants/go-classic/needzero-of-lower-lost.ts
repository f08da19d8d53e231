import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicNeedzeroOfLowerLost = defineMutant({
  id: 'go-classic/needzero-of-lower-lost',
  story: 'a span of zeroes that takes in a dirty one below it still counts as zero',
  sources: [go110('mheap.go', 'freeSpanLocked: s.needzero |= before.needzero')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'span.needzero |= before.needzero;',
    replace: 'void before.needzero;',
  },
  caughtBy: ['classic/joined-span-needs-zeroing'],
  withinRuns: 50,
  shortest: {
    lines: ['a = malloc 1281 noscan', 'scavenge 1', 'b = malloc 8193 noscan'],
    heap: 'geometry=tiny',
  },
});
