import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** No assist and no scavenging for the limit any more. */
export const limiterStaysOn = defineMutant({
  id: 'go/limiter-stays-on',
  story: 'once the bucket of the limiter was full, it limits for ever',
  sources: [go119('mgclimit.go', '(*gcCPULimiterState).accumulate')],
  patch: {
    file: 'models/go/gc-limiter.ts',
    find: 'if (change !== 0 && headroom === 0) this.limiting = false;',
    replace: '',
  },
  caughtBy: ['go/limiter-bucket-within-capacity'],
  withinRuns: 140,
  shortest: {
    lines: ['a = malloc 1 noscan', 'wait 4000', 'gc'],
    heap: 'gogc=0',
  },
});
