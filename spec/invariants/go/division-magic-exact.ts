import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { divisions } from '../../quantifiers/go-spans.ts';
import type { Division } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const divisionMagicExact = defineInvariant({
  id: 'go/division-magic-exact',
  holds:
    'multiplying an offset with divMul and dropping 32 bits gives the number of the slot it lies in',
  because:
    'a pointer is resolved to the neighbour of its object, which is then marked or freed in its stead',
  sources: [
    go119('mbitmap.go', '(*mspan).divideByElemSize'),
    go119('mksizeclasses.go', 'computeDivMagic'),
  ],
  when: 'always',
  cost: 'O(1): a multiplier that is right at both ends of a span is right between them',
  every: divisions,
  check(division) {
    const { elemsize, npages } = division;
    const nelems = Math.floor((npages * PAGE_BYTES) / elemsize);
    for (let slot = 0; slot < nelems; slot += Math.max(nelems - 1, 1)) {
      const first = slotBy(division, slot * elemsize);
      const last = slotBy(division, (slot + 1) * elemsize - 1);
      if (first === slot && last === slot) continue;
      const at = `slots of ${elemsize} bytes`;
      return { at, expected: `all of slot ${slot} resolved to it`, actual: `to ${first}…${last}` };
    }
    return undefined;
  },
  examples: {
    holds: [goView(), heapOf(span(), span({ spanclass: 0, page: 1, npages: 4 }))],
    violates: [
      altered(goView(), ({ go }) => (go.sizeclasses.classToDivMagic[5]! -= 1)),
      altered(goView(), ({ go }) => (go.sizeclasses.classToDivMagic[1]! += 2 ** 20)),
      heapOf(span({ divMul: 0 })),
    ],
  },
});

function slotBy({ divMul }: Division, offset: number): number {
  return Math.floor((offset * divMul) / 2 ** 32);
}
