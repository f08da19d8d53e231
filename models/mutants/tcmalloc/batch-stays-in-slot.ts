import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const batchStaysInSlot = defineMutant({
  id: 'tcmalloc/batch-stays-in-slot',
  story: 'a batch that is taken stays in its slot',
  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::RemoveRange: used_slots_--')],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'wanted === this.#batch ? this.slots.pop() : undefined',
    replace: 'wanted === this.#batch ? this.slots.at(-1)?.slice() : undefined',
  },
  caughtBy: [
    'tcmalloc/objects-conserved',
    'tcmalloc/free-objects-in-one-place',
    'tcmalloc/span-refcount-holders',
  ],
  withinRuns: 320,
  shortest: {
    lines: [
      'a = malloc 1',
      'b = malloc 1 on P1',
      'c = malloc 1 on P1',
      'free a on P1',
      'procs 1',
      'd = malloc 1',
    ],
    heap: 'procs=2 geometry=tiny',
  },
});
