import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicOtherCachesNotFlushed = defineMutant({
  id: 'go-classic/other-caches-not-flushed',
  story: 'a collection takes the spans of the processor that runs it, and leaves the others theirs',
  sources: [go110('mcache.go', 'flushallmcaches')],
  patch: {
    file: 'models/classic/classic-heap.ts',
    find: 'for (const mcache of this.mcaches) mcache.releaseAll();',
    replace: 'this.#mcache.releaseAll();',
  },
  caughtBy: [
    'classic/cached-span-is-swept',
    'classic/free-slots-zero-unless-told',
    'classic/in-use-span-to-be-swept-once',
    'classic/reusable-slots-taken',
    'classic/sweepgen-of-two-kinds',
    'relation/padding-unnoticed',
  ],
  withinRuns: 30,
  shortest: {
    lines: ['a = malloc 1 noscan', 'b = malloc 1 noscan on P1'],
    heap: 'procs=2',
  },
});
