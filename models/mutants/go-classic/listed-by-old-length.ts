import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicListedByOldLength = defineMutant({
  id: 'go-classic/listed-by-old-length',
  story: 'a span is listed before it takes in its neighbours, and stays there',
  sources: [go110('mheap.go', 'freeSpanLocked: insert s into appropriate list')],
  patch: [
    {
      file: 'models/classic/page-heap.ts',
      find: 'span.unusedsince = unusedsince;',
      replace: 'span.unusedsince = unusedsince; this.#list(span);',
    },
    {
      file: 'models/classic/page-heap.ts',
      find: '    this.#list(span);',
      replace: '',
    },
  ],
  caughtBy: ['classic/free-span-listed-once', 'classic/listed-spans-free'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
