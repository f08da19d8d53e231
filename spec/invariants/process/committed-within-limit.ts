import { processView, region } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { commitLimits } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

export const committedWithinLimit = defineInvariant({
  id: 'process/committed-within-limit',
  holds: 'a system that never overcommits has promised no more than its limit',
  because: 'an access would find no memory, when it is too late to refuse it',
  sources: [source('Linux mm/util.c, __vm_enough_memory: OVERCOMMIT_NEVER')],
  when: 'always',
  cost: 'O(1)',
  every: commitLimits,
  check({ committedPages, commitLimit }) {
    if (committedPages <= commitLimit) return undefined;
    return {
      at: 'committed pages',
      expected: `${commitLimit} at most`,
      actual: String(committedPages),
    };
  },
  examples: {
    holds: [
      processView({ regions: [region()], commitLimit: 1 }),
      processView({ regions: [region()] }),
    ],
    violates: [processView({ regions: [region()], commitLimit: 0 })],
  },
});
