import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A slot was taken to see whether there is one, and its allocCache goes on from behind it. */
export const cachedSpanWithStaleCache = defineMutant({
  id: 'go/cached-span-with-stale-cache',
  story: 'the cache of a span is not loaded again when an mcentral gives the span out',
  sources: [go119('mcentral.go', '(*mcentral).cacheSpan: s.allocCache >>= s.freeindex % 64')],
  patch: { file: 'models/go/mcentral.ts', find: 'span.reloadAllocCache();', replace: '' },
  caughtBy: [
    'go/live-blocks-hold-distinct-slots',
    'go/alloc-cache-mirrors-alloc-bits',
    'client/live-blocks-disjoint',
  ],
  withinRuns: 800,
  shortest: {
    lines: [
      'a = malloc 3457 noscan',
      'b = malloc 3457 noscan',
      'c = malloc 3457 noscan',
      'free a',
      'free c',
      'gc',
      'd = malloc 3457 noscan',
    ],
  },
});
