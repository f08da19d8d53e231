import { escapeView, redecision } from '../fixtures/escape.ts';
import { defineInvariant } from '../invariant.ts';
import { redecisions } from '../quantifiers/escape.ts';
import { derived } from '../sources.ts';

export const decisionsMonotone = defineInvariant({
  id: 'escape/decisions-monotone',
  holds: 'a flow more leaves what is on the heap on the heap',
  because: 'what escapes does so by the flows that there are, and each of them is still there',
  sources: [derived('the analysis: a least fixpoint of rules that only add')],
  when: 'at-end',
  cost: 'O(1)',
  every: redecisions,
  check({ name, added, before, after }) {
    if (before !== 'heap' || after !== 'stack') return undefined;
    return {
      at: name,
      expected: `on the heap, as without ${added}`,
      actual: 'on the stack',
    };
  },
  examples: {
    holds: [
      escapeView({
        redecisions: [
          redecision(),
          redecision({ after: 'heap' }),
          redecision({ before: 'heap', after: 'heap' }),
        ],
      }),
    ],
    violates: [escapeView({ redecisions: [redecision({ before: 'heap' })] })],
  },
});
