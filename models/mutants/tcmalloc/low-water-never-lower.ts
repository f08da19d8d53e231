import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const lowWaterNeverLower = defineMutant({
  id: 'tcmalloc/low-water-never-lower',
  story: 'the low-water mark of a list stays where a scavenge put it',
  sources: [
    tcmalloc('thread_cache.h', 'ThreadCache::FreeList::lowater_'),
    source('google/tcmalloc 9e57c0d1, ab9d8cd0: a low-water mark that was not kept'),
  ],
  patch: {
    file: 'models/tcmalloc/thread-cache.ts',
    find: 'if (this.length < this.lowWater) this.lowWater',
    replace: 'if (this.length < 0) this.lowWater',
  },
  caughtBy: ['tcmalloc/low-water-bounds'],
  withinRuns: 100,
  shortest: {
    lines: ['a = malloc 65537', 'free a', 'b = malloc 65537'],
    seed: 2,
  },
});
