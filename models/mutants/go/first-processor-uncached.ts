import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** As a test of p where p !== nil is meant. Nothing is wrong but that one processor is slower than the others. */
export const firstProcessorUncached = defineMutant({
  id: 'go/first-processor-uncached',
  story: 'the processor with the number 0 is taken for none, so its pages come past its page cache',
  sources: [go119('mheap.go', '(*mheap).allocSpan')],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'const pcache = this.pcaches[this.p];',
    replace: 'const pcache = this.p > 0 ? this.pcaches[this.p] : undefined;',
  },
  caughtBy: ['relation/processors-interchangeable'],
  withinRuns: 1200,
  shortest: {
    lines: ['a = malloc 1499137 noscan', 'b = malloc 16385 noscan'],
    heap: 'procs=2',
  },
});
