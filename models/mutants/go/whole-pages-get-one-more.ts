import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Division and one more, where rounding up was meant. */
export const wholePagesGetOneMore = defineMutant({
  id: 'go/whole-pages-get-one-more',
  story: 'a large object of whole pages gets one page more than it needs',
  sources: [
    source('talc #47: sizes next to a page were rounded to the wrong number of pages'),
    go119('mcache.go', '(*mcache).allocLarge'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'const npages = Math.ceil(size / PAGE_BYTES);',
    replace: 'const npages = Math.floor(size / PAGE_BYTES) + 1;',
  },
  caughtBy: ['go/large-span-limit-in-last-page'],
  withinRuns: 110,
  shortest: { lines: ['a = malloc 40960 noscan'] },
});
