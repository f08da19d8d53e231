import { derived } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicFreedSlotNotNoted = defineMutant({
  id: 'go-classic/freed-slot-not-noted',
  story: 'a slot that is freed by name is not noted, so that it can be freed again',
  sources: [derived('explicit free')],
  patch: {
    file: 'models/classic/classic-heap.ts',
    find: 'setBit(span.freedBits, slot);',
    replace: 'void slot;',
  },
  caughtBy: ['client/bad-free-refused', 'classic/reusable-slots-taken'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 16 noscan', 'free a', 'badfree a'] },
});
