import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Slots past the last whole group of 64 have no bit: nothing that lives there is ever marked. */
export const spanBitmapsRoundedDown = defineMutant({
  id: 'go/span-bitmaps-rounded-down',
  story: 'the bitmaps of a span are made for whole groups of 64 slots, rounded down',
  sources: [
    source(
      'tinygo #2588: the size of the metadata was rounded down, and the last block had no state',
    ),
    go119('mheap.go', 'newMarkBits'),
  ],
  patch: {
    file: 'models/go/mspan.ts',
    find: 'Math.ceil(this.nelems / 64) * 2',
    replace: 'Math.floor(this.nelems / 64) * 2',
  },
  caughtBy: ['go/bits-beyond-slots-zero'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 17 noscan'] },
});
