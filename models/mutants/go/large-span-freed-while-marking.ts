import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A work buffer may have the object still, or the sweep that follows does. */
export const largeSpanFreedWhileMarking = defineMutant({
  id: 'go/large-span-freed-while-marking',
  story: 'an explicit free gives the span of a large object back while a cycle marks',
  sources: [go119('mheap.go', 'mSpanState'), go119('mheap.go', '(*mheap).freeSpanLocked')],
  patch: { file: 'models/go/go-heap.ts', find: 'gcphase !== GC_OFF || !heap', replace: '!heap' },
  caughtBy: ['go/spans-freed-between-cycles'],
  withinRuns: 140,
  shortest: { lines: ['gcStart', 'a = malloc 32769 noscan', 'free a'] },
});
