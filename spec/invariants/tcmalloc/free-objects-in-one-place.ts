import { hex } from '../../../src/base/units.ts';
import { tcView, objectAt } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { freeObjects } from '../../quantifiers/tcmalloc-tiers.ts';
import { derived } from '../../sources.ts';

export const tcFreeObjectsInOnePlace = defineInvariant({
  id: 'tcmalloc/free-objects-in-one-place',
  holds: 'a free object is on one list only, and nobody holds it',
  because: 'two clients are given the same block',
  implies: ['tcmalloc/span-refcount-holders'],
  sources: [derived('the ways of an object through the tiers')],
  when: 'always',
  cost: 'O(1) after a walk over all objects',
  every: freeObjects,
  check({ addr, where, also }) {
    if (also === undefined) return undefined;
    return { at: hex(addr), expected: `only ${where}`, actual: `also ${also}` };
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ tc }) => (tc.central[1]!.slots[0]![0] = objectAt(100, 16))),
      tcView(({ tc }) => (tc.central[1]!.slots[0]![0] = objectAt(100))),
    ],
  },
});
