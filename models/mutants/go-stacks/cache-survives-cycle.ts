import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Spans of stacks stay with processors that do nothing. */
export const cacheSurvivesCycle = defineMutant({
  id: 'go-stacks/cache-survives-cycle',
  story: 'the stack caches are not emptied when the mcache is flushed',
  sources: [go119('mcache.go', 'prepareForSweep')],
  patch: [
    {
      file: 'models/runtime/stack-alloc.ts',
      find: 'of cache.list.splice(0)) this.#pool',
      replace: 'of cache.list.splice(1)) this.#pool',
    },
    {
      file: 'models/runtime/stack-alloc.ts',
      find: '      cache.size = 0;',
      replace: '      cache.size = cache.list.length * (STACK_MIN << order);',
    },
  ],
  caughtBy: ['stacks/stack-cache-cleared-each-cycle'],
  withinRuns: 10,
  shortest: { lines: ['call 0'] },
});
