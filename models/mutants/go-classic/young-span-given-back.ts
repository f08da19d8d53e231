import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicYoungSpanGivenBack = defineMutant({
  id: 'go-classic/young-span-given-back',
  story: 'the scavenger takes spans that have been free for one collection less',
  sources: [go110('mheap.go', '(*mheap).scavenge: limit')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'if (this.cycles - span.unusedsince < age) {',
    replace: 'if (this.cycles - span.unusedsince < age - 1) {',
  },
  caughtBy: ['classic/scavenged-by-age'],
  withinRuns: 50,
  shortest: { lines: ['a = malloc 1 noscan', 'gc', 'bgscavenge 1'] },
});
