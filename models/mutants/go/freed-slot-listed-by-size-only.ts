import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The list of a size without pointers serves both kinds of it. */
export const freedSlotListedBySizeOnly = defineMutant({
  id: 'go/freed-slot-listed-by-size-only',
  story: 'a freed slot without pointers waits among those with pointers',
  sources: [
    source('mimalloc #1401: a free told the kind of a page by the size alone'),
    source('Go 1.26 runtime/malloc.go, freegc'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: '(this.#mcache.reusable[spanclass] as Addr[]).push(addr);',
    replace: '(this.#mcache.reusable[spanclass & ~1] as Addr[]).push(addr);',
  },
  caughtBy: ['go/reusable-slots-legal', 'go/live-blocks-in-own-span-class'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 16 noscan', 'free a'] },
});
