import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** When the cycle ends it is found among the swept ones, and nobody sweeps it. */
export const filedForTheNextCycle = defineMutant({
  id: 'go/filed-for-the-next-cycle',
  story: 'a full span that is filed while a cycle marks is filed by the sweepgen of the next one',
  sources: [go119('mcentral.go', '(*mcentral).fullSwept'), go119('mgcsweep.go', 'finishsweep_m')],
  patch: {
    file: 'models/go/mcentral.ts',
    find: 'this.fullSwept(sg) : this.partialSwept(sg);',
    replace: 'this.fullSwept(heap.gcphase === 0 ? sg : sg + 2) : this.partialSwept(sg);',
  },
  caughtBy: [
    'go/unswept-sets-empty-while-marking',
    'go/swept-span-filed-once',
    'go/swept-sets-hold-swept-spans',
  ],
  withinRuns: 130,
  shortest: { lines: ['gcStart', 'a = malloc 32769 noscan'] },
});
