import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * The goal of the memory limit is 95 times the limit, which no heap is ever above: the background
 * scavenger has nothing to do for it, and only allocations give memory back.
 */
export const scavengeLimitGoalInPercent = defineMutant({
  id: 'go/scavenge-limit-goal-in-percent',
  story:
    'the percent of the memory limit is not divided by 100, so the scavenger has nothing to do for it',
  sources: [
    goIssue(62449, 'the limit goal is never met, since its percent is not divided by 100'),
    go119('mgcscavenge.go', 'gcPaceScavenger'),
  ],
  quirkOf: 'go1.19',
  patch: {
    file: 'models/go/scavenge-goals.ts',
    find: 'const REDUCED_LIMIT = 1 - 5 / 100;',
    replace: 'const REDUCED_LIMIT = 100 - 5;',
  },
  caughtBy: ['go/scavenge-goal-below-limit'],
  withinRuns: 380,
  shortest: {
    lines: ['a = malloc 212993 noscan'],
    heap: 'limit=256KiB',
  },
});
