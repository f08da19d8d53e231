import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What the object points to is no root then, and is freed before the finalizer runs. */
export const specialsPageBitMissing = defineMutant({
  id: 'go/specials-page-bit-missing',
  story: 'the first special of a span does not set its page bit',
  sources: [go119('mheap.go', 'spanHasSpecials')],
  patch: {
    file: 'models/go/specials.ts',
    find: 'setBit(arena.pageSpecials, arena.pageOf(span.startAddr));',
    replace: '',
  },
  caughtBy: ['go/page-specials-bit-per-span', 'go/live-blocks-survive-cycles'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 1 noscan', 'finalizer a'] },
});
