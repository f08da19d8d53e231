import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const growthIgnoresLimit = defineMutant({
  id: 'tcmalloc/growth-ignores-limit',
  story: 'the heap grows whatever the limit is',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::GrowHeap: EnsureLimit')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'if (!this.#ensureLimit(npages)) return undefined;',
    replace: '',
  },
  caughtBy: ['tcmalloc/limit-respected'],
  withinRuns: 1260,
  shortest: {
    lines: ['a = malloc 712705', 'b = malloc 66650113'],
    heap: 'limit=64MiB',
    seed: 3,
  },
});
