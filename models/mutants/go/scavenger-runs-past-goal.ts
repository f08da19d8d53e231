import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The goals are looked at when a turn begins, and not again before it sleeps. */
export const scavengerRunsPastGoal = defineMutant({
  id: 'go/scavenger-runs-past-goal',
  story: 'the background scavenger does not look at its goals again before its time is up',
  sources: [go119('mgcscavenge.go', '(*scavengerState).run: if s.shouldStop()')],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'if (!this.#areGoalsMet()) {',
    replace: 'if (this.#released > 0 || !this.#areGoalsMet()) {',
  },
  caughtBy: ['go/background-scavenger-above-goal'],
  withinRuns: 500,
  shortest: {
    lines: [
      'a = malloc 6785 noscan',
      'b = malloc 16385 noscan',
      'free b',
      'gc',
      'gc',
      'bgscavenge 2',
    ],
  },
});
