import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const joinedRangeUncounted = defineMutant({
  id: 'go/joined-range-uncounted',
  story: 'memory that is joined to the range below it is not added to the bytes in use',
  sources: [
    go119('mranges.go', '(*addrRanges).add: totalBytes'),
    source('glibc BZ 24026: the top chunk was missing from the statistics'),
  ],
  patch: {
    file: 'models/go/addr-ranges.ts',
    find: 'this.totalBytes += limit - base;',
    replace: 'if (!joinsBelow) this.totalBytes += limit - base;',
  },
  caughtBy: ['go/heap-pages-conserved', 'go/in-use-ranges-canonical', 'go/mapped-bytes-are-chunks'],
  withinRuns: 170,
  shortest: { lines: ['a = malloc 4161537 noscan'] },
});
