import { clientView, observation } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { failuresToFill } from '../../quantifiers/client.ts';
import { source } from '../../sources.ts';
import type { Observation } from '../../subject.ts';
import { unexpectedSight } from '../../views/calls.ts';

const failed = (actual: number): Observation =>
  observation({ of: 'pointer-after-failure', call: 'posix_memalign', expected: [64], actual });

export const failedCallLeavesPointer = defineInvariant({
  id: 'client/failed-call-leaves-pointer',
  holds: 'a posix_memalign that fails leaves the pointer that it was to fill as it was',
  because: 'the caller frees what it believes that it still has, and frees what is not its own',
  sources: [
    source('posix_memalign(3): on Linux it does not modify memptr on failure, POSIX.1-2008 TC2'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: failuresToFill,
  check: (it) => unexpectedSight('the pointer', it),
  examples: {
    holds: [clientView({ observations: [failed(64)] })],
    violates: [clientView({ observations: [failed(0)] })],
  },
});
