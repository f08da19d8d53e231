import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const spanKeepsLastPage = defineMutant({
  id: 'go/span-keeps-last-page',
  story: 'a span of several pages gives back all but the last of them',
  sources: [
    go119('mpallocbits.go', '(*pallocBits).freeRange'),
    source('linked-list-allocator PR #64: what was left at the edge of a region leaked'),
  ],
  patch: {
    file: 'models/go/palloc-bits.ts',
    find: 'for (let w = i >>> 5; w <= last; w += 1) this.#freeWord(w, maskOf(w, i, i + n));',
    replace:
      'for (let w = i >>> 5; w <= last; w += 1) this.#freeWord(w, maskOf(w, i, i + Math.max(1, n - 1)));',
  },
  caughtBy: ['go/freed-pages-exact', 'go/page-bitmap-owned'],
  withinRuns: 10,
  shortest: { lines: [] },
});
