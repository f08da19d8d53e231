import { answer, clientView } from '../../fixtures/client.ts';
import { osView } from '../../fixtures/os.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { avoidableOutOfMemory } from '../../quantifiers/client.ts';
import { derived, go119 } from '../../sources.ts';
import { callOf } from '../../views/calls.ts';
import type { Answer } from '../../views/client.ts';

const short = (osRefusals: number): Answer =>
  answer({ outcome: 'out-of-memory', allowed: ['served', 'out-of-memory'], osRefusals });
const after = (osRefusals: number): View => ({
  ...osView(),
  ...clientView({ answers: [short(osRefusals)] }),
});

export const outOfMemoryOnlyAfterRefusal = defineInvariant({
  id: 'client/out-of-memory-only-after-refusal',
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
    holds: [after(1), clientView({ answers: [short(0)] })],
    violates: [after(0)],
  },
});
