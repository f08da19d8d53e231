import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** It is meant for as long as the span is cached; a sweep lowers allocCount below it. */
export const countBeforeCacheKept = defineMutant({
  id: 'go/count-before-cache-kept',
  story: 'a span that is given back keeps the count that it had when it was cached',
  sources: [go119('mcache.go', '(*mcache).releaseAll')],
  patch: { file: 'models/go/mcache.ts', find: 'span.allocCountBeforeCache = 0;', replace: '' },
  caughtBy: ['go/count-before-cache-within-count'],
  withinRuns: 170,
  shortest: {
    lines: [
      'a = malloc 1 noscan',
      'b = malloc 16 noscan',
      'gc',
      'c = malloc 16 noscan',
      'finalizer a',
    ],
  },
});
