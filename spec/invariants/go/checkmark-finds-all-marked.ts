import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { checkmarks } from '../../quantifiers/go-checkmarks.ts';
import { go119 } from '../../sources.ts';

const on = altered(goView(), ({ go }) => {
  go.collector.checkmarks = { unmarked: 0 };
});

export const checkmarkFindsAllMarked = defineInvariant({
  id: 'go/checkmark-finds-all-marked',
  holds: 'whatever checkmark mode reaches when marking is over was marked',
  because: 'an object that marking misses is freed under its client',
  sources: [go119('mcheckmark.go', 'setCheckmark: checkmark found unmarked object')],
  when: 'always',
  cost: 'O(1)',
  every: checkmarks,
  check({ unmarked }) {
    if (unmarked === 0) return undefined;
    return { at: hex(unmarked), expected: 'marked', actual: 'reached, and not marked' };
  },
  examples: {
    holds: [goView(), on],
    violates: [
      altered(on, ({ go }) => {
        go.collector.checkmarks = { unmarked: HEAP_BASE };
      }),
    ],
  },
});
