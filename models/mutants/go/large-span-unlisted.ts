import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** No sweep ever finds it, so its pages stay taken. */
export const largeSpanUnlisted = defineMutant({
  id: 'go/large-span-unlisted',
  story: 'a large span is put on no list',
  sources: [
    source('mimalloc #570: huge blocks were not linked into their heap, and walks missed them'),
    go119('mcache.go', '(*mcache).allocLarge'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'heap.centralOf(span.spanclass).file(heap, span);',
    replace: '',
  },
  caughtBy: [
    'go/swept-span-filed-once',
    'go/unswept-span-awaits-sweep',
    'go/page-mark-where-marked',
    'go/marks-between-must-and-may',
  ],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 32769 noscan', 'gc'] },
});
