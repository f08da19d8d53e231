import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The bitmap of an object without pointers was never written: what it says is that of what was there before. */
export const noscanObjectsQueued = defineMutant({
  id: 'go/noscan-objects-queued',
  story: 'marking queues objects without pointers for a scan',
  sources: [go119('mgcmark.go', 'greyobject')],
  patch: {
    file: 'models/go/mark.ts',
    find: 'if ((span.spanclass & 1) === 1) {',
    replace: 'if (span.elemsize === 0) {',
  },
  caughtBy: ['go/grey-objects-marked'],
  withinRuns: 130,
  shortest: {
    lines: ['a = malloc 1 noscan'],
    heap: 'gogc=0',
  },
});
