import { answer, clientPart } from '../../fixtures/client.ts';
import { osPart } from '../../fixtures/os.ts';
import { defineInvariant } from '../../invariant.ts';
import type { ViewOf } from '../../invariant.ts';
import { avoidableOutOfMemory } from '../../quantifiers/os.ts';
import { derived, go119 } from '../../sources.ts';
import { callOf } from '../../views/calls.ts';
import type { Answer } from '../../views/client.ts';

const MAY_FAIL = ['served', 'out-of-memory'] as const;
const after = (osRefusals: number, allowed: Answer['allowed'] = MAY_FAIL): ViewOf<'os'> => ({
  client: clientPart({
    answers: [answer({ outcome: 'out-of-memory', allowed, osRefusals })],
  }),
  os: osPart([]),
});

export const outOfMemoryOnlyAfterRefusal = defineInvariant({
  id: 'os/out-of-memory-only-after-refusal',
  holds: 'memory runs out only when the operating system refused some to the same call',
  because:
    'the heap has lost track of memory that it could have given, or has never asked for more',
  sources: [
    go119('mheap.go', '(*mheap).allocSpan: grow'),
    derived('a heap grows as long as it can'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: avoidableOutOfMemory,
  check(it) {
    if (it.osRefusals > 0) return undefined;
    return { at: callOf(it), expected: 'a refusal by the operating system', actual: 'none' };
  },
  examples: {
    holds: [after(1), after(0, ['bad-size'])],
    violates: [after(0)],
  },
});
