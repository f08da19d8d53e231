import { hex } from '../../../src/base/units.ts';
import { block, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { blocks } from '../../quantifiers/client.ts';
import { goIssue, source } from '../../sources.ts';

export const usableCoversRequest = defineInvariant({
  id: 'client/usable-covers-request',
  holds: 'a block has at least as many usable bytes as were asked for',
  because: 'the client writes past the end of the block, into a neighbour',
  sources: [
    source('malloc_usable_size(3): no less than the requested size'),
    goIssue(75209, 'capacity was rounded up without the allocation header'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: blocks,
  check({ addr, size, usable }) {
    if (usable >= size) return undefined;
    return { at: hex(addr), expected: `${size} usable bytes or more`, actual: String(usable) };
  },
  examples: {
    holds: [
      clientView({ placed: [block({ size: 64, usable: 64 })] }),
      clientView({ placed: [block({ size: 33, usable: 48 })] }),
    ],
    violates: [clientView({ placed: [block({ size: 49, usable: 48 })] })],
  },
});
