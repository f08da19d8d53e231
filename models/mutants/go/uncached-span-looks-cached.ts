import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Nobody sweeps it in the next cycle: its owner is to do that, and it has none. */
export const uncachedSpanLooksCached = defineMutant({
  id: 'go/uncached-span-looks-cached',
  story: 'a span that an mcache gives back keeps the sweepgen of a cached one',
  sources: [go119('mcentral.go', '(*mcentral).uncacheSpan'), go119('mheap.go', 'mspan.sweepgen')],
  patch: { file: 'models/go/mcentral.ts', find: 'span.sweepgen = sg;', replace: '' },
  caughtBy: ['go/cached-span-has-one-owner', 'go/swept-sets-hold-swept-spans'],
  withinRuns: 140,
  shortest: {
    lines: ['a = malloc 1 noscan on P1', 'procs 1'],
    heap: 'procs=2',
  },
});
