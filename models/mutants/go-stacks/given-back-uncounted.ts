import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Its span never comes empty. */
export const givenBackUncounted = defineMutant({
  id: 'go-stacks/given-back-uncounted',
  story: 'a stack that goes back to the pool still counts as out',
  sources: [go119('stack.go', 'stackpoolfree: allocCount')],
  patch: { file: 'models/runtime/stack-pool.ts', find: '    span.allocCount -= 1;', replace: '' },
  caughtBy: ['stacks/stack-span-divided'],
  withinRuns: 10,
  shortest: { lines: ['call 0'] },
});
