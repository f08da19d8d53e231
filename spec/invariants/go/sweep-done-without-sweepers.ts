import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { thePhase } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';

const withSweepers = (sweepers: number, sweepDone: boolean): FixtureView =>
  altered(goView({ sweepDone }), ({ go }) => (go.collector.sweepers = sweepers));

export const sweepDoneWithoutSweepers = defineInvariant({
  id: 'go/sweep-done-without-sweepers',
  holds: 'sweeping is done only when nobody is registered as sweeping any more',
  because:
    'a span that somebody is at, or that an mcache holds since before the cycle ended, is taken for swept',
  sources: [
    go119('mgcsweep.go', '(*activeSweep).isDone'),
    go119('mgcsweep.go', '(*activeSweep).end'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: thePhase,
  check({ sweepDone, collector: { sweepers } }) {
    if (!sweepDone || sweepers === 0) return undefined;
    return {
      at: 'registered sweepers',
      expected: 'none, as sweeping is done',
      actual: String(sweepers),
    };
  },
  examples: {
    holds: [goView(), withSweepers(0, true), withSweepers(2, false)],
    violates: [withSweepers(1, true)],
  },
});
