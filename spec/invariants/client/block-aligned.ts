import { hex } from '../../../src/base/units.ts';
import { block, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { blocks } from '../../quantifiers/client.ts';
import { go119, source } from '../../sources.ts';

export const blockAligned = defineInvariant({
  id: 'client/block-aligned',
  holds:
    'the address of a block is a multiple of the alignment that the allocator promises for its size',
  because:
    'wide loads and atomic instructions fault, or quietly tear, on an address that is not aligned',
  sources: [
    go119('malloc.go', 'mallocgc, tiny allocator'),
    source('C17 7.22.3: suitably aligned for any object'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: blocks,
  check({ addr, alignment }) {
    if (addr % alignment === 0) return undefined;
    return {
      at: hex(addr),
      expected: `a multiple of ${alignment}`,
      actual: `${addr % alignment} above one`,
    };
  },
  examples: {
    holds: [
      clientView({ placed: [block({ addr: 0x1001, size: 1, alignment: 1 })] }),
      clientView({ placed: [block({ addr: 0x1010, size: 16, alignment: 16 })] }),
    ],
    violates: [clientView({ placed: [block({ addr: 0x1004, size: 64, alignment: 8 })] })],
  },
});
