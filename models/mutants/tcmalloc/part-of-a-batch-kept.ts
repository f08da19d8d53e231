import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const partOfABatchKept = defineMutant({
  id: 'tcmalloc/part-of-a-batch-kept',
  story: 'fewer objects than a batch are kept in a slot',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::InsertRange: N == num_objects_to_move'),
  ],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'if (objects.length === this.#batch && (yield* this.#makeSlot())) {',
    replace: 'if (objects.length <= this.#batch && (yield* this.#makeSlot())) {',
  },
  caughtBy: ['tcmalloc/transfer-slot-shape'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1', 'free a', 'goexit'] },
});
