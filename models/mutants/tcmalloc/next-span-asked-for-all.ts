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
    lines: ['a = malloc 1', 'b = malloc 1', 'c = malloc 1', 'd = malloc 1', 'e = malloc 1', 'free a on P1', 'free b on P1', 'free c on P1', 'free d on P1', 'f = malloc 1', 'g = malloc 1', 'h = malloc 1', 'i = malloc 1', 'j = malloc 1', 'k = malloc 1', 'free f on P1', 'free g on P1', 'free h on P1', 'free i on P1', 'free j on P1', 'l = malloc 1 on P2', 'm = malloc 1 on P2', 'n = malloc 1 on P2', 'o = malloc 1 on P2', 'p = malloc 1 on P2', 'q = malloc 1 on P2'],
    heap: 'procs=3 geometry=tiny',
    seed: 3,
  },
});
