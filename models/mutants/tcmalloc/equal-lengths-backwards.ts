import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const equalLengthsBackwards = defineMutant({
  id: 'tcmalloc/equal-lengths-backwards',
  story: 'of long spans of one length the highest comes first',
  sources: [tcmalloc('span.h', 'SpanBestFitLess')],
  patch: {
    file: 'models/tcmalloc/span.ts',
    find: '(span.npages === npages && span.page < page)',
    replace: '(span.npages === npages && span.page > page)',
  },
  caughtBy: ['os/out-of-memory-only-after-refusal', 'tcmalloc/large-best-fit'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 1048577'] },
});
