import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const mappingGrownInPlace = defineMutant({
  id: 'malloc/mapping-grown-in-place',
  story: 'realloc makes a mapping longer where it is, into what lies behind',
  sources: [source('snmalloc #175: realloc trusted a size that was more than was mapped')],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'if (!isLarge(size) || bytes > this.system.bytesAt(addr)) return false;',
    replace: 'if (!isLarge(size)) return false;',
  },
  caughtBy: ['client/live-blocks-disjoint'],
  withinRuns: 300,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
