import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const reallocarrayProductWraps = defineMutant({
  id: 'malloc/reallocarray-product-wraps',
  story: 'reallocarray multiplies count and size as realloc callers do, without a look at overflow',
  sources: [source('reallocarray(3): it fails safely where the multiplication would overflow')],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'return this.realloc(addr, count * size);',
    replace: 'return this.realloc(addr, (count * size) % 2 ** 64);',
  },
  caughtBy: ['client/bad-size-refused'],
  withinRuns: 90,
  shortest: {
    lines: ['a = malloc 1', 'b = reallocarray a 1 -1'],
    seed: 2,
  },
});
