import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The small ones are, by their own path. */
export const largeBornWhite = defineMutant({
  id: 'go/large-born-white',
  story: 'a large object that is made while a cycle marks is not marked',
  sources: [go119('malloc.go', 'mallocgc: gcmarknewobject')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'if (heap.gcphase !== GC_OFF) this.steps.markNew(span.startAddr, size);',
    replace: '',
  },
  caughtBy: ['go/live-blocks-survive-cycles', 'go/new-blocks-born-black'],
  withinRuns: 130,
  shortest: { lines: ['gcStart', 'a = malloc 32769 noscan'] },
});
