import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Two goroutines get it. */
export const takenStackStaysCached = defineMutant({
  id: 'go-stacks/taken-stack-stays-cached',
  story: 'a stack that is taken from a cache stays there as the next',
  sources: [go119('stack.go', 'stackalloc: stackcache[order].list')],
  patch: {
    file: 'models/runtime/stack-alloc.ts',
    find: 'const stack = cache.list.pop();',
    replace: 'const stack = cache.list.at(-1);',
  },
  caughtBy: ['stacks/stack-in-one-place', 'runtime/stacks-in-manual-spans'],
  withinRuns: 10,
  shortest: { lines: ['call 0'], heap: 'procs=2' },
});
