import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Its clock stands still from then on. */
export const limiterTransitionNeverEnds = defineMutant({
  id: 'go/limiter-transition-never-ends',
  story: 'a transition of the limiter is begun and never finished',
  sources: [go119('mgclimit.go', '(*gcCPULimiterState).finishGCTransition')],
  patch: { file: 'models/go/gc-limiter.ts', find: '    this.transitioning = false;', replace: '' },
  caughtBy: ['go/limiter-follows-phase'],
  withinRuns: 30,
  shortest: { lines: [] },
});
