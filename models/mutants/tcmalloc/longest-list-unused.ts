import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const longestListUnused = defineMutant({
  id: 'tcmalloc/longest-list-unused',
  story: 'a span as long as the longest list is for goes to the set',
  sources: [source('gperftools #305: a span of exactly the wanted size was filed as a large one')],
  patch: {
    file: 'models/tcmalloc/free-spans.ts',
    find: 'if (span.npages > this.#listPages) this.longer.add(span);',
    replace: 'if (span.npages >= this.#listPages) this.longer.add(span);',
  },
  caughtBy: [
    'tcmalloc/free-bytes-true',
    'tcmalloc/span-list-length',
    'tcmalloc/span-list-location',
    'tcmalloc/unmapped-bytes-true',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
