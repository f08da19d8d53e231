import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const exhaustedSpanForgotten = defineMutant({
  id: 'tcmalloc/exhausted-span-forgotten',
  story: 'a span whose last object was taken is put on no list',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::FetchFromOneSpans: nonempty_ to empty_'),
  ],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'this.#empty.prepend(span);',
    replace: '',
  },
  caughtBy: ['tcmalloc/objects-conserved', 'tcmalloc/class-span-filed-once'],
  withinRuns: 60,
  shortest: {
    lines: ['a = malloc 13313'],
    seed: 2,
  },
});
