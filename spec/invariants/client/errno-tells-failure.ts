import { clientView, observation } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { failures } from '../../quantifiers/client.ts';
import { source } from '../../sources.ts';
import type { Observation } from '../../subject.ts';
import { unexpectedSight } from '../../views/calls.ts';

const failed = (over: Partial<Observation>): Observation =>
  observation({ of: 'errno-after-failure', call: 'malloc', expected: [12], ...over });

export const errnoTellsFailure = defineInvariant({
  id: 'client/errno-tells-failure',
  holds: 'a call that fails says why in errno: there is no memory, or its alignment is none',
  because: 'the caller reports an error that is none, or an old one, or success',
  sources: [
    source('POSIX.1-2024 malloc, calloc, realloc: ENOMEM, insufficient storage space is available'),
    source('aligned_alloc(3): EINVAL, the alignment is not a power of two'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: failures,
  check: (it) => unexpectedSight('errno', it),
  examples: {
    holds: [
      clientView({ observations: [failed({ actual: 12 })] }),
      clientView({
        observations: [failed({ call: 'aligned_alloc', expected: [12, 22], actual: 22 })],
      }),
    ],
    violates: [clientView({ observations: [failed({ actual: 0 })] })],
  },
});
