import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * Once more is marked than was expected, nothing seems to be left, and assists are called off although
 * marking goes on. The first cycle of a heap expects nothing at all.
 */
export const assistRatioReachesZero = defineMutant({
  id: 'go/assist-ratio-reaches-zero',
  story:
    'the marking that is left to do is not kept above 0, so the assist ratio falls to 0 and below',
  sources: [go119('mgcpacer.go', 'revise: scanWorkRemaining')],
  patch: {
    file: 'models/go/gc-controller.ts',
    find: 'const workLeft = Math.max(MIN_SCAN_WORK, expected - work);',
    replace: 'const workLeft = expected - work;',
  },
  caughtBy: ['go/pacer-assist-positive'],
  withinRuns: 20,
  shortest: { lines: [] },
});
