import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The collector takes a pointer past the limit for a bad one, though the client may use what is there. */
export const largeBlockUsableToPageEnd = defineMutant({
  id: 'go/large-block-usable-to-page-end',
  story: 'a large block may be used behind the limit of its span, to the end of its pages',
  sources: [
    source('snmalloc #175: the usable size of a large block was rounded up to more than it had'),
    go119('mcache.go', '(*mcache).allocLarge'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'return span.limit - addr;',
    replace: 'return span.startAddr + span.elemsize - addr;',
  },
  caughtBy: ['go/usable-bytes-end-with-slot'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 32769 noscan'] },
});
