import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicSweptSpanWithoutSet = defineMutant({
  id: 'go-classic/swept-span-without-set',
  story: 'a span that lost nothing by being swept is not put among the swept ones',
  sources: [go110('mgcsweep.go', '(*mspan).sweep: sweepSpans push')],
  patch: {
    file: 'models/classic/sweep.ts',
    find: 'if (!isGone) heap.sweptSpans.push(span);',
    replace: 'if (!isGone && nfreed > 0) heap.sweptSpans.push(span);',
  },
  caughtBy: ['classic/in-use-span-to-be-swept-once'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan', 'gc'] },
});
