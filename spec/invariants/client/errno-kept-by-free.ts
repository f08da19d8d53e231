import { clientView, observation } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { frees } from '../../quantifiers/client.ts';
import { source } from '../../sources.ts';
import type { Observation } from '../../subject.ts';
import { unexpectedSight } from '../../views/calls.ts';

const free = (actual: number): Observation => observation({ expected: [2], actual });

export const errnoKeptByFree = defineInvariant({
  id: 'client/errno-kept-by-free',
  holds: 'free leaves errno as it was',
  because:
    'a caller that cleans up after an error, and then looks what it was, is told of another or of none',
  sources: [
    source('POSIX.1-2024 free: it shall not modify errno'),
    source('free(3): since glibc 2.33 it preserves errno'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: frees,
  check: (it) => unexpectedSight('errno', it),
  examples: {
    holds: [clientView({ observations: [free(2)] })],
    violates: [
      clientView({ observations: [free(0)] }),
      clientView({ observations: [free(2), free(12)] }),
    ],
  },
});
