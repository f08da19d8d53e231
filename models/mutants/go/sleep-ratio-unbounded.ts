import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The background scavenger sleeps for a negative time, or for ever. */
export const sleepRatioUnbounded = defineMutant({
  id: 'go/sleep-ratio-unbounded',
  story: 'the output of a PI controller has no lower bound',
  sources: [
    go119('mgcpacer.go', '(*piController).next'),
    go119('mgcscavenge.go', '(*scavengerState).init'),
  ],
  patch: {
    file: 'models/go/pi-controller.ts',
    find: 'const output = Math.min(Math.max(raw, min), max);',
    replace: 'const output = Math.min(raw, max);',
  },
  caughtBy: ['go/scavenger-sleep-ratio-in-bounds'],
  withinRuns: 1200,
  shortest: {
    lines: ['a = malloc 16 noscan', 'free a', 'gc', 'bgscavenge 1', 'gc', 'bgscavenge 0'],
    heap: 'gogc=0',
  },
});
