import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Its span looks empty to whoever files it. */
export const largeObjectNotCounted = defineMutant({
  id: 'go/large-object-not-counted',
  story: 'the object of a large span is not counted as allocated',
  sources: [go119('mcache.go', '(*mcache).allocLarge')],
  patch: { file: 'models/go/go-heap.ts', find: 'span.allocCount = 1;', replace: '' },
  caughtBy: [
    'go/large-span-holds-one-object',
    'go/alloc-count-matches-slots',
    'go/object-bytes-counted',
  ],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 32769 noscan'] },
});
