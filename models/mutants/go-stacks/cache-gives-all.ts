import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The next stack has to come from the pool again. */
export const cacheGivesAll = defineMutant({
  id: 'go-stacks/cache-gives-all',
  story: 'a full stack cache gives all of its stacks back',
  sources: [go119('stack.go', 'stackcacherelease')],
  patch: {
    file: 'models/runtime/stack-alloc.ts',
    find: 'while (cache.size > STACK_CACHE_SIZE / 2) {',
    replace: 'while (cache.size > 0) {',
  },
  caughtBy: ['stacks/full-stack-cache-gives-half'],
  withinRuns: 150,
  shortest: {
    lines: [
      'go',
      'go',
      'call 7105',
      'gosched',
      'call 7105',
      'gosched',
      'call 7105',
      'goexit',
      'goexit',
      'goexit',
    ],
    seed: 6,
  },
});
