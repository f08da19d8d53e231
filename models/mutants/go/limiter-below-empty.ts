import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** After an idle hour the collector may take all processors for as long. */
export const limiterBelowEmpty = defineMutant({
  id: 'go/limiter-below-empty',
  story: 'the limiter lets the program save up time, below an empty bucket',
  sources: [go119('mgclimit.go', '(*gcCPULimiterState).accumulate')],
  patch: {
    file: 'models/go/gc-limiter.ts',
    find: 'this.fill = Math.max(0, this.fill + change);',
    replace: 'this.fill = this.fill + change;',
  },
  caughtBy: ['go/limiter-bucket-within-capacity'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 1 noscan', 'gc'] },
});
