import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const countBeforeCacheNotSet = defineMutant({
  id: 'go/count-before-cache-not-set',
  story: 'what a span held before it was cached is counted as allocated when it is given back',
  sources: [
    go119('mcache.go', '(*mcache).refill: allocCountBeforeCache'),
    source('jemalloc PR #1786: cached bytes were reported wrongly'),
  ],
  patch: {
    file: 'models/go/mcache.ts',
    find: 'span.allocCountBeforeCache = span.allocCount;',
    replace: '',
  },
  caughtBy: ['go/object-bytes-counted'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 1 noscan', 'gc', 'b = malloc 1 noscan'] },
});
