import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A setting that is kept beside the heaps and not in them, so that no run can be repeated. */
export const pageCachesByTurns = defineMutant({
  id: 'go/page-caches-by-turns',
  story:
    'every other heap of a process goes past its page caches: whose turn it is belongs to no heap',
  sources: [go119('mheap.go', '(*mheap).allocSpan')],
  patch: [
    {
      file: 'models/go/mheap.ts',
      find: '  readonly pcaches: readonly PageCache[];',
      replace:
        '  static #heaps = 0; readonly #goesPast = (MHeap.#heaps += 1) % 2 === 0; readonly pcaches: readonly PageCache[];',
    },
    {
      file: 'models/go/mheap.ts',
      find: 'if (npages < PAGE_CACHE_PAGES / 4 && pcache !== undefined) {',
      replace: 'if (npages < PAGE_CACHE_PAGES / 4 && pcache !== undefined && !this.#goesPast) {',
    },
  ],
  caughtBy: ['relation/replay-repeats-the-run'],
  withinRuns: 660,
  shortest: { lines: ['a = malloc 32769 noscan', 'b = realloc a 1'] },
});
