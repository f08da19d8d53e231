import { answer, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { badSizes } from '../../quantifiers/client.ts';
import { go119, goIssue } from '../../sources.ts';
import { callOf } from '../../views/calls.ts';

export const badSizeRefused = defineInvariant({
  id: 'client/bad-size-refused',
  holds: 'a request for a size that no block can have is refused as such',
  because: 'a size that wrapped around gives a small block to a client that writes a huge one',
  sources: [
    go119('mcache.go', '(*mcache).allocLarge: size + pageSize < size'),
    goIssue(21586, 'count * size wrapped'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: badSizes,
  check(it) {
    if (it.allowed.includes(it.outcome)) return undefined;
    return { at: callOf(it), expected: it.allowed.join(' or '), actual: it.outcome };
  },
  examples: {
    holds: [
      clientView({
        answers: [answer({ argument: -1, outcome: 'bad-size', allowed: ['bad-size'] })],
      }),
      clientView({
        answers: [answer({ argument: 2 ** 40, allowed: ['served', 'out-of-memory'] })],
      }),
    ],
    violates: [clientView({ answers: [answer({ argument: Number.NaN, allowed: ['bad-size'] })] })],
  },
});
