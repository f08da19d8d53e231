import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The next cycle starts too late, or never. */
export const largeBlockNotInHeapLive = defineMutant({
  id: 'go/large-block-not-in-heap-live',
  story: 'a large allocation does not raise heapLive',
  sources: [go119('mcache.go', '(*mcache).allocLarge: gcController.update')],
  patch: { file: 'models/go/go-heap.ts', find: 'heap.controller.update(bytes, 0);', replace: '' },
  caughtBy: ['go/heap-live-covers-objects', 'go/heap-scan-within-heap-live'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 32769 noscan'] },
});
