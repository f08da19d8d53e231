import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The cache seems full when it is empty. */
export const takenStackStillCounted = defineMutant({
  id: 'go-stacks/taken-stack-still-counted',
  story: 'a stack that is taken from a cache is still counted in its size',
  sources: [go119('stack.go', 'stackalloc: stackcache[order].size -= n')],
  patch: { file: 'models/runtime/stack-alloc.ts', find: '    cache.size -= bytes;', replace: '' },
  caughtBy: ['stacks/stack-cache-within-its-size'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
