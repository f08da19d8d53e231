import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const runCountedOnAcrossUsedPages = defineMutant({
  id: 'go/run-counted-on-across-used-pages',
  story: 'a search for a long run does not start over at a page that is in use',
  sources: [
    source('jemalloc #241: a recycled chunk smaller than the request was accepted'),
    go119('mpallocbits.go', '(*pallocBits).findLargeN'),
  ],
  patch: {
    file: 'models/go/palloc-bits.ts',
    find: 'run = low === 32 ? run + 32 : Math.clz32(word);',
    replace: 'run = low === 32 ? run + 32 : run + Math.clz32(word);',
  },
  caughtBy: [
    'client/live-blocks-disjoint',
    'go/first-fit',
    'go/heap-free-counted',
    'go/page-bitmap-owned',
    'go/spans-disjoint',
  ],
  withinRuns: 210,
  shortest: { lines: ['a = malloc 262145 noscan', 'b = realloc a 1', 'c = malloc 270337 noscan'] },
});
