import { hex } from '../../../src/base/units.ts';
import { UNSWEPT, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const markedSlotsAllocated = defineInvariant({
  id: 'go/marked-slots-allocated',
  holds: 'a marked slot is allocated',
  because: 'somebody still points to a freed slot, which the sweep would bring back as an object',
  implies: ['client/keeps-running'],
  sources: [go119('mgcsweep.go', '(*sweepLocked).sweep: found pointer to free object')],
  when: 'always',
  cost: 'O(slots / 32)',
  every: changedSpans,
  check({ startAddr, freeindex, allocBits, gcmarkBits }) {
    for (let word = freeindex >>> 5; word < gcmarkBits.length; word += 1) {
      const passed = word === freeindex >>> 5 ? (1 << (freeindex & 31)) - 1 : 0;
      const zombies = gcmarkBits[word]! & ~allocBits[word]! & ~passed;
      if (zombies === 0) continue;
      const slot = word * 32 + 31 - Math.clz32(zombies);
      return {
        at: hex(startAddr),
        expected: `slot ${slot} allocated, as it is marked`,
        actual: 'free',
      };
    }
    return undefined;
  },
  examples: {
    holds: [
      heapOf(
        span({ sweepgen: UNSWEPT, freeindex: 33, taken: [40, 127], marked: [0, 32, 40, 127] }),
      ),
    ],
    violates: [
      heapOf(span({ sweepgen: UNSWEPT, freeindex: 33, marked: [33] })),
      heapOf(span({ sweepgen: UNSWEPT, freeindex: 33, taken: [34], marked: [127] })),
    ],
  },
});
