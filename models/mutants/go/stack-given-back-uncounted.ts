import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Its span never comes empty, and memory leaks with each goroutine. */
export const stackGivenBackUncounted = defineMutant({
  id: 'go/stack-given-back-uncounted',
  story: 'a stack that goes back to the pool still counts as in use',
  sources: [go119('stack.go', 'stackpoolfree')],
  patch: { file: 'models/runtime/stack-pool.ts', find: 'span.allocCount -= 1;', replace: '' },
  caughtBy: ['runtime/stack-spans-counted'],
  withinRuns: 160,
  shortest: { lines: ['goexit', 'goexit'] },
});
