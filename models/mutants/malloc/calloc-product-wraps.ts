import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const callocProductWraps = defineMutant({
  id: 'malloc/calloc-product-wraps',
  story: 'calloc multiplies count and size without a look at overflow',
  sources: [
    source('golang/go#21586: count * size wrapped'),
    source('C17 7.22.3.2: space for an array of nmemb objects'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'const bytes = count * size;',
    replace: 'const bytes = (count * size) % 2 ** 64;',
  },
  caughtBy: ['client/bad-size-refused'],
  withinRuns: 70,
  shortest: { lines: ['a = calloc 1 -1'] },
});
