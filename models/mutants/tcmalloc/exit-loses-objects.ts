import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const exitLosesObjects = defineMutant({
  id: 'tcmalloc/exit-loses-objects',
  story: 'the objects of a thread that ends are lost',
  sources: [
    tcmalloc('thread_cache.cc', 'ThreadCache::Cleanup'),
    source('oven-sh/bun PR #39076: a heap was destroyed with its blocks'),
  ],
  patch: { file: 'models/tcmalloc/tcmalloc.ts', find: 'cache.empty();', replace: '' },
  caughtBy: ['tcmalloc/objects-conserved', 'tcmalloc/span-refcount-holders'],
  withinRuns: 110,
  shortest: { lines: ['a = malloc 1', 'b = malloc 1', 'goexit'] },
});
