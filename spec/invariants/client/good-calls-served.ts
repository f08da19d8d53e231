import { answer, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { goodCalls } from '../../quantifiers/client.ts';
import { derived, goIssue } from '../../sources.ts';
import { callOf } from '../../views/calls.ts';

export const goodCallsServed = defineInvariant({
  id: 'client/good-calls-served',
  holds: 'a call that is in order is served, unless memory may be short for it',
  because:
    'a client that made no mistake is told that it did, or that memory is used up when it is not',
  sources: [
    goIssue(14938, 'the largest legal size was refused'),
    derived('the contract of spec/subject.ts'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: goodCalls,
  check(it) {
    if (it.allowed.includes(it.outcome)) return undefined;
    return { at: callOf(it), expected: it.allowed.join(' or '), actual: it.outcome };
  },
  examples: {
    holds: [
      clientView({ answers: [answer()] }),
      clientView({
        answers: [answer({ outcome: 'out-of-memory', allowed: ['served', 'out-of-memory'] })],
      }),
    ],
    violates: [
      clientView({ answers: [answer({ outcome: 'out-of-memory' })] }),
      clientView({ answers: [answer({ call: 'free', argument: 0x1000, outcome: 'bad-free' })] }),
    ],
  },
});
