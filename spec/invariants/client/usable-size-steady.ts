import { clientView, observation } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { usableSizes } from '../../quantifiers/client.ts';
import { source } from '../../sources.ts';
import type { Observation } from '../../subject.ts';
import { unexpectedSight } from '../../views/calls.ts';

const asked = (actual: number): Observation =>
  observation({ of: 'usable-size', call: 'free', expected: [40], actual });

export const usableSizeSteady = defineInvariant({
  id: 'client/usable-size-steady',
  holds: 'the usable size of a block is the same for as long as it is held',
  because:
    'a client that has filled the block to its end is told that it went beyond, or may now go beyond',
  sources: [
    source('malloc_usable_size(3): the number of usable bytes in the block pointed to by ptr'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: usableSizes,
  check: (it) => unexpectedSight('usable size', it),
  examples: {
    holds: [clientView({ observations: [asked(40)] })],
    violates: [clientView({ observations: [asked(24)] })],
  },
});
