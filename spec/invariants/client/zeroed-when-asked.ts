import { hex } from '../../../src/base/units.ts';
import { block, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { freshReadings } from '../../quantifiers/client.ts';
import { go119, source } from '../../sources.ts';
import type { Reading } from '../../views/client.ts';

const zero: Reading = { block: block(), fresh: true, at: -1, expected: 0, actual: 0 };
const dirty: Reading = { block: block(), fresh: true, at: 63, expected: 0, actual: 0xa5 };

export const zeroedWhenAsked = defineInvariant({
  id: 'client/zeroed-when-asked',
  holds: 'a new block that must be zero is zero in every byte that was asked for',
  because: 'old bytes leak to a new owner, and the collector follows old pointers out of it',
  sources: [
    go119('malloc.go', 'mallocgc, needzero'),
    source('C17 7.22.3.2: calloc initialises to all bits zero'),
  ],
  when: 'always',
  cost: 'O(1); the oracle compared the bytes',
  every: freshReadings,
  check({ block: it, at, actual }) {
    if (at < 0) return undefined;
    return { at: `${hex(it.addr)}+${at}`, expected: 'byte 0x0', actual: `byte ${hex(actual)}` };
  },
  examples: {
    holds: [clientView({ readings: [zero] })],
    violates: [clientView({ readings: [dirty] })],
  },
});
