import { derived } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The next object there is swept while it lives. */
export const freedBitsSurviveSweep = defineMutant({
  id: 'go/freed-bits-survive-sweep',
  story:
    'a slot that was freed explicitly is still taken for freed after the sweep that made it free',
  sources: [derived('explicit free, which Go 1.19 does not have')],
  patch: { file: 'models/go/sweep.ts', find: 'span.freedBits.fill(0);', replace: '' },
  caughtBy: [
    'client/good-calls-served',
    'go/live-blocks-hold-allocated-slots',
    'go/live-blocks-survive-cycles',
  ],
  withinRuns: 170,
  shortest: {
    lines: ['a = malloc 16 noscan', 'b = realloc a 1', 'gc', 'c = malloc 1 noscan', 'gc'],
  },
});
