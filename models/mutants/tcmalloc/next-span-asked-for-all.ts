import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const nextSpanAskedForAll = defineMutant({
  id: 'tcmalloc/next-span-asked-for-all',
  story: 'the next span is asked for all objects, and not for those that are wanting',
  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::RemoveRange')],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'taken = this.#fetch(objects, wanted - objects.length);',
    replace: 'taken = this.#fetch(objects, wanted);',
  },
  caughtBy: ['tcmalloc/remove-range-count'],
  withinRuns: 260,
  shortest: {
    lines: [
      'a = malloc 2305',
      'b = malloc 2305',
      'c = malloc 2305',
      'd = malloc 2305',
      'e = malloc 2305',
      'f = malloc 2305',
      'g = malloc 2305',
      'free a',
      'free b',
      'free c',
      'h = malloc 2305',
    ],
  },
});
