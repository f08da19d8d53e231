import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const exitLosesBudget = defineMutant({
  id: 'tcmalloc/exit-loses-budget',
  story: 'the budget of a thread that ends goes nowhere',
  sources: [
    tcmalloc('thread_cache.cc', 'ThreadCache::DeleteCache'),
    source('gperftools #929: budgets did not add up'),
  ],
  patch: {
    file: 'models/tcmalloc/budget.ts',
    find: 'this.unclaimed += cache.maxBytes;',
    replace: '',
  },
  caughtBy: ['tcmalloc/budget-conservation'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1', 'goexit'] },
});
