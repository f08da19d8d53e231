import { hex } from '../../../src/base/units.ts';
import { block, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { zeroSizeBlocks } from '../../quantifiers/client.ts';
import { go119, source } from '../../sources.ts';

const sized = block({ addr: 0x1000, size: 64 });
const empty = (label: number, addr: number) => block({ label, addr, size: 0 });

export const zeroSizeBlockApart = defineInvariant({
  id: 'client/zero-size-block-apart',
  holds: 'a block of no bytes lies inside no other live block',
  because: 'to free it, or to keep it alive, would free or keep the block that it lies in',
  sources: [
    go119('malloc.go', 'zerobase'),
    source('C17 7.22.3: a pointer that is not used to access an object'),
  ],
  when: 'always',
  cost: 'O(log blocks)',
  every: zeroSizeBlocks,
  check({ block: { addr }, other }) {
    if (other === undefined) return undefined;
    const inside = `inside the block ${hex(other.addr)}, ${other.usable} bytes`;
    return { at: hex(addr), expected: 'inside no other block', actual: inside };
  },
  examples: {
    holds: [
      clientView({ live: [sized, empty(1, 0x800), empty(2, 0x800)] }),
      clientView({ live: [sized, empty(1, 0x1040)] }),
    ],
    violates: [clientView({ live: [sized, empty(1, 0x1008)] })],
  },
});
