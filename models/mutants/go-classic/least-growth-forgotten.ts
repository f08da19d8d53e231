import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicLeastGrowthForgotten = defineMutant({
  id: 'go-classic/least-growth-forgotten',
  story: 'the heap grows by what is needed, however little',
  sources: [go110('mheap.go', '(*mheap).grow: _HeapAllocChunk')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'const asked = [Math.max(needed, growPages)];',
    replace: 'const asked = [needed];',
  },
  caughtBy: ['classic/growth-asks-enough'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
