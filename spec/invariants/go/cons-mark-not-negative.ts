import { goView } from '../../fixtures/go.ts';
import { withController } from '../../fixtures/go-pacer.ts';
import { defineInvariant } from '../../invariant.ts';
import { pacerAfterCycle } from '../../quantifiers/go-pacer.ts';
import { go119, goIssue } from '../../sources.ts';

export const consMarkNotNegative = defineInvariant({
  id: 'go/cons-mark-not-negative',
  holds: 'the estimate of bytes allocated for each byte marked is finite and not negative',
  because:
    'the runway is made of it, and below 0 that becomes an enormous number: cycles start as early as they may',
  sources: [
    go119('mgcpacer.go', 'gcControllerState.consMark'),
    goIssue(53892, 'how consMark is smoothed'),
    go119('mgcpacer_test.go', 'FuzzPIController'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: pacerAfterCycle,
  check({ controller: { consMark } }) {
    if (consMark >= 0 && consMark < Infinity) return undefined;
    return { at: 'consMark', expected: '0 or more', actual: String(consMark) };
  },
  examples: {
    holds: [goView(), withController(goView(), { consMark: 2.5 })],
    violates: [
      withController(goView(), { consMark: -0.585 }),
      withController(goView(), { consMark: Infinity }),
      withController(goView(), { consMark: Number.NaN }),
    ],
  },
});
