import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { thePhase } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';

const withSweepers = (sweepers: number, isVisiting: boolean): FixtureView =>
  altered(goView(), ({ go }) => Object.assign(go.collector, { sweepers, isVisiting }));

export const sweepersLeave = defineInvariant({
  id: 'go/sweepers-leave',
  holds:
    'with no call half-way nobody is registered as sweeping, but one for the mcaches that are still to be visited since the last cycle',
  because:
    'with one too many sweeping never ends, and no cycle can start; with one too few it ends under somebody who is at it',
  sources: [
    go119('mgcsweep.go', '(*activeSweep).end: mismatched begin/end of activeSweep'),
    go119('mgc.go', 'gcMarkTermination: sweep.active.begin'),
  ],
  when: 'quiescent',
  cost: 'O(1)',
  every: thePhase,
  check: ({ collector: { sweepers, isVisiting } }) =>
    expectEqual('registered sweepers', isVisiting ? 1 : 0, sweepers),
  examples: {
    holds: [goView(), withSweepers(1, true)],
    violates: [withSweepers(1, false), withSweepers(0, true), withSweepers(2, true)],
  },
});
