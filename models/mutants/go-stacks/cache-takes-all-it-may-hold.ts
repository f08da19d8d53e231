import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The next stack that is freed makes it give half of them back. */
export const cacheTakesAllItMayHold = defineMutant({
  id: 'go-stacks/cache-takes-all-it-may-hold',
  story: 'an empty stack cache takes as much from the pool as it may hold',
  sources: [go119('stack.go', 'stackcacherefill')],
  patch: {
    file: 'models/runtime/stack-alloc.ts',
    find: 'while (size < STACK_CACHE_SIZE / 2) {',
    replace: 'while (size < STACK_CACHE_SIZE) {',
  },
  caughtBy: ['stacks/stack-cache-refilled-by-half'],
  withinRuns: 10,
  shortest: { lines: ['call 0'] },
});
