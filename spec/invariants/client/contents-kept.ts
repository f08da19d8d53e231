import { hex } from '../../../src/base/units.ts';
import { block, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { keptReadings } from '../../quantifiers/client.ts';
import { derived, tcmalloc } from '../../sources.ts';
import type { Reading } from '../../views/client.ts';

const same: Reading = { block: block(), fresh: false, at: -1, expected: 0, actual: 0 };
const changed: Reading = {
  block: block({ label: 1 }),
  fresh: false,
  at: 8,
  expected: 0x5a,
  actual: 0,
};

export const contentsKept = defineInvariant({
  id: 'client/contents-kept',
  holds: 'a live block contains what its owner last wrote, whatever happened to other blocks',
  because: 'the allocator, or the owner of another block, destroyed data that is still in use',
  sources: [
    tcmalloc('tcmalloc/testing/test_allocator_harness.h', 'CheckContents'),
    derived('a block belongs to its owner from malloc to free'),
  ],
  when: 'always',
  cost: 'O(1); the oracle compared the bytes',
  every: keptReadings,
  check({ block: it, at, expected, actual }) {
    if (at < 0) return undefined;
    return {
      at: `${hex(it.addr)}+${at}`,
      expected: `byte ${hex(expected)}`,
      actual: `byte ${hex(actual)}`,
    };
  },
  examples: {
    holds: [clientView({ readings: [same] })],
    violates: [clientView({ readings: [same, changed] })],
  },
});
