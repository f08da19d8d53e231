import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What is allocated there may hold pointers that no mark ever follows. */
export const noscanSpanRefillsScanClass = defineMutant({
  id: 'go/noscan-span-refills-scan-class',
  story: 'a class with pointers is refilled with a span of the class without',
  sources: [go119('mcache.go', '(*mcache).refill'), go119('mheap.go', 'makeSpanClass')],
  patch: {
    file: 'models/go/mcache.ts',
    find: 'heap.centralOf(spanclass).cacheSpan(heap)',
    replace: 'heap.centralOf(spanclass | 1).cacheSpan(heap)',
  },
  caughtBy: [
    'go/spans-cached-by-own-class',
    'go/live-blocks-in-own-span-class',
    'go/cached-span-has-one-owner',
  ],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 8'] },
});
