import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { pacerAfterCycle } from '../../quantifiers/go-pacer.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK, GC_OFF } from '../../views/go.ts';
import type { MarkWorkersView } from '../../views/go-pacer.ts';

/** Eight processors with these workers. */
const withWorkers = (change: Partial<MarkWorkersView>): FixtureView =>
  altered(goView({ procs: 8, gcphase: GC_MARK }), ({ go }) =>
    Object.assign(go.pacer.controller.workers, change),
  );

export const markWorkersWithinProcs = defineInvariant({
  id: 'go/mark-workers-within-procs',
  holds:
    'while a cycle marks, dedicated and idle mark workers are not more than the processors, and fractional ones take a quarter of a processor at most',
  because: 'marking takes the processors that the program was to have',
  sources: [
    go119('mgcpacer.go', 'startCycle, addIdleMarkWorker'),
    go119('mgcpacer_test.go', 'TestIdleMarkWorkerCount'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: pacerAfterCycle,
  check({ controller: { workers } }, { go: { procs, gcphase } }) {
    if (gcphase === GC_OFF) return undefined;
    const { dedicatedMarkWorkersNeeded: dedicated, idleMarkWorkers, maxIdleMarkWorkers } = workers;
    const { fractionalUtilizationGoal: share } = workers;
    const least = Math.min(dedicated, idleMarkWorkers, maxIdleMarkWorkers, share);
    if (least >= 0 && dedicated + maxIdleMarkWorkers <= procs.length && share <= 0.25) {
      return undefined;
    }
    const actual = `${dedicated} dedicated, ${maxIdleMarkWorkers} idle, ${share} fractional`;
    return { at: 'mark workers', expected: `${procs.length} together, 0.25 at most`, actual };
  },
  examples: {
    holds: [
      goView(),
      withWorkers({ dedicatedMarkWorkersNeeded: 2, maxIdleMarkWorkers: 6, idleMarkWorkers: 6 }),
      withWorkers({ fractionalUtilizationGoal: 0.25, maxIdleMarkWorkers: 8 }),
    ],
    violates: [
      withWorkers({ dedicatedMarkWorkersNeeded: 2, maxIdleMarkWorkers: 7 }),
      withWorkers({ idleMarkWorkers: -1 }),
      withWorkers({ fractionalUtilizationGoal: 0.5 }),
    ],
  },
});
