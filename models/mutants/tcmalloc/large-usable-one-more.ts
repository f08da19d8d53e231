import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const largeUsableOneMore = defineMutant({
  id: 'tcmalloc/large-usable-one-more',
  story: 'of a large block one page more counts as usable',
  sources: [source('mimalloc #231: the usable size was read at the wrong place')],
  patch: {
    file: 'models/tcmalloc/tcmalloc.ts',
    find: '.npages * this.geometry.pageBytes;',
    replace: '.npages * this.geometry.pageBytes + 8;',
  },
  caughtBy: ['os/blocks-in-ready-memory', 'tcmalloc/usable-is-object'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 262145'] },
});
