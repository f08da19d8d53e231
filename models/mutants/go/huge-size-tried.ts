import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What no address space can hold goes all the way down to the page heap, where no memory is found for it. */
export const hugeSizeTried = defineMutant({
  id: 'go/huge-size-tried',
  story: 'a size beyond the address space is not refused as such but looked for',
  sources: [
    source('wee_alloc #100: an impossible request failed only after it had grown memory'),
    go119('mcache.go', '(*mcache).allocLarge'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'size >= 0 && size <= this.maxSize && Math',
    replace: 'size >= 0 && size < Infinity && Math',
  },
  caughtBy: ['client/bad-size-refused', 'client/refusal-changes-nothing'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 4294967297 noscan'] },
});
