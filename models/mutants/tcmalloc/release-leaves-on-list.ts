import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const releaseLeavesOnList = defineMutant({
  id: 'tcmalloc/release-leaves-on-list',
  story: 'a span stays on its list while it is given back, and is on two then',
  sources: [source('gperftools #1204, #1227: the lock was dropped while a span was given back')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'span.location = RETURNED;',
    replace: 'this.normal.add(span); span.location = RETURNED;',
  },
  caughtBy: [
    'client/live-blocks-disjoint',
    'tcmalloc/commit-identity',
    'tcmalloc/free-bytes-true',
    'tcmalloc/span-list-length',
    'tcmalloc/span-list-location',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
