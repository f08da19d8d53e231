import { answer, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { refusedCalls } from '../../quantifiers/client.ts';
import { derived, source } from '../../sources.ts';
import type { Answer } from '../../views/client.ts';
import { callOf } from '../../views/calls.ts';

const refused = (changed: number): Answer =>
  answer({ call: 'free', argument: 0x1008, outcome: 'bad-free', allowed: ['bad-free'], changed });

export const refusalChangesNothing = defineInvariant({
  id: 'client/refusal-changes-nothing',
  holds: 'a call that is refused leaves the heap as it was',
  because: 'the client goes on after a refusal, with a heap that is half way through a call',
  sources: [
    derived('the contract of spec/subject.ts'),
    source('C17 7.22.3.5: a realloc that fails leaves the old object as it is'),
  ],
  when: 'always',
  cost: 'O(1); the harness compared the footprints',
  every: refusedCalls,
  check(it) {
    if (it.changed < 0) return undefined;
    return {
      at: callOf(it),
      expected: 'no change',
      actual: `counter ${it.changed} of the footprint changed`,
    };
  },
  examples: {
    holds: [
      clientView({ answers: [refused(-1)] }),
      clientView({ answers: [answer({ changed: 2 })] }),
    ],
    violates: [clientView({ answers: [refused(0)] })],
  },
});
