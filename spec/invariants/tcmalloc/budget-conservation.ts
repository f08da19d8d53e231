import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { tcHeap } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc, source } from '../../sources.ts';

export const tcBudgetConservation = defineInvariant({
  id: 'tcmalloc/budget-conservation',
  holds: 'budgets of the caches and what nobody has of it make up the overall budget',
  because: 'caches hold more in all than they may, or ever less',

  sources: [
    tcmalloc('thread_cache.cc', 'ThreadCache::IncreaseCacheLimitLocked, unclaimed_cache_space_'),
    source('gperftools #929: a budget was adjusted by another thread without a lock'),
  ],
  when: 'always',
  cost: 'O(threads)',
  every: tcHeap,
  check({ caches, unclaimedBytes, geometry }) {
    const budgets = caches.reduce((sum, { maxBytes }) => sum + maxBytes, 0);
    return expectEqual('budgets + unclaimed', geometry.budgetBytes, budgets + unclaimedBytes);
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.unclaimedBytes -= 64))] },
});
