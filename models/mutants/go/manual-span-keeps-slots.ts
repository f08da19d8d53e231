import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The descriptor was one of objects before, and a pointer to the stack resolves to one of its slots. */
export const manualSpanKeepsSlots = defineMutant({
  id: 'go/manual-span-keeps-slots',
  story: 'a manual span keeps the number of slots that its descriptor had',
  sources: [go119('mheap.go', '(*mheap).allocSpan')],
  patch: { file: 'models/go/mspan.ts', find: 'this.nelems = 0;', replace: '' },
  caughtBy: ['go/manual-span-has-no-slots'],
  withinRuns: 130,
  shortest: { lines: ['a = malloc 32769 noscan', 'free a', 'gc'] },
});
