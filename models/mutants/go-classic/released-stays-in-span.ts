import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicReleasedStaysInSpan = defineMutant({
  id: 'go-classic/released-stays-in-span',
  story: 'a span that is put to use still says that its memory was given back',
  sources: [go110('mheap.go', 'allocSpanLocked: s.npreleased = 0')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: '      span.npreleased = 0;',
    replace: '',
  },
  caughtBy: ['classic/released-within-span'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 1 noscan', 'scavenge 1', 'b = malloc 17 noscan'] },
});
