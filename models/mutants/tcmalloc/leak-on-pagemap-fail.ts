import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const leakOnPagemapFail = defineMutant({
  id: 'tcmalloc/leak-on-pagemap-fail',
  story: 'a region whose page map finds no memory is kept, and no span has it',
  sources: [
    source('gperftools page_heap.cc, GrowHeap: the region is leaked and counted'),
    source('mimalloc #336: a commit that failed was booked as done'),
  ],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'this.#system.undo(range.addr, range.bytes);',
    replace:
      'this.regions.push(region); this.systemBytes += range.bytes; this.committedBytes += range.bytes;',
  },
  caughtBy: [
    'tcmalloc/in-use-identity',
    'tcmalloc/refused-call-keeps-blocks',
    'tcmalloc/spans-tile-regions',
  ],
  withinRuns: 300,
  shortest: {
    lines: ['fault map#3 refuse', 'a = malloc 1'],
    heap: 'geometry=tiny',
  },
});
