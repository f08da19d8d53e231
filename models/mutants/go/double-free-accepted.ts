import { derived } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * The bits of the freed slots are looked up as if each had a word of its own: right for slot 0
 * only.
 */
export const doubleFreeAccepted = defineMutant({
  id: 'go/double-free-accepted',
  story: 'a second free of a slot is noticed for the first slot of a span only',
  sources: [derived('the contract of free in spec/subject.ts: what was freed already is refused')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'bitAt(span.freedBits, slot)',
    replace: 'span.freedBits[slot] === 1',
  },
  caughtBy: ['client/bad-free-refused', 'go/reusable-slots-listed-once'],
  withinRuns: 400,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 16 noscan', 'free b', 'badfree b'] },
});
