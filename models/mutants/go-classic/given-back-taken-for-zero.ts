import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicGivenBackTakenForZero = defineMutant({
  id: 'go-classic/given-back-taken-for-zero',
  story: 'a span of zeroes counts as zero also when its memory was given back',
  sources: [go110('mheap.go', 'scavengelist: sysUnused')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: '    span.needzero = 1;',
    replace: '',
  },
  caughtBy: [
    'classic/free-pages-zero-unless-told',
    'classic/free-slots-zero-unless-told',
    'client/zeroed-when-asked',
  ],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 1 noscan', 'scavenge 1', 'b = malloc 8'] },
});
