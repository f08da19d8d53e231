import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { theScavenger } from '../../quantifiers/go-scavenger.ts';
import { go119 } from '../../sources.ts';

/** What the controller's output is bounded by. */
const MIN = 0.001;
const MAX = 1000;

const withRatio = (sleepRatio: number): FixtureView =>
  altered(goView(), ({ go }) => (go.pacer.scavenger.sleepRatio = sleepRatio));

export const scavengerSleepRatioInBounds = defineInvariant({
  id: 'go/scavenger-sleep-ratio-in-bounds',
  holds: 'the controller of the background scavenger answers a number between 0.001 and 1000',
  because:
    'it sleeps for as long as it worked divided by that: below the least it sleeps for ever, and by no number until no time',
  sources: [
    go119('mgcscavenge.go', '(*scavengerState).init: sleepController'),
    go119('mgcpacer.go', '(*piController).next'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: theScavenger,
  check: ({ sleepRatio }) => expectWithin('sleepRatio', MIN, MAX, sleepRatio),
  examples: {
    holds: [goView(), withRatio(MAX)],
    violates: [withRatio(0.0009), withRatio(-1), withRatio(1001), withRatio(Number.NaN)],
  },
});
