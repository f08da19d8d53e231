import { MIB } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { committed } from '../../fixtures/go-pacer.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { commits } from '../../quantifiers/go-pacer.ts';
import { go119, goIssue } from '../../sources.ts';

export const scavengeGoalBelowLimit = defineInvariant({
  id: 'go/scavenge-goal-below-limit',
  holds:
    'the scavenger is to bring memory that is Ready down to 95 % of the limit, and has nothing to do only when it is there',
  because: 'only allocations give memory back, and the process stays over its limit between them',
  sources: [
    go119('mgcscavenge.go', 'gcPaceScavenger: reduceExtraPercent'),
    goIssue(62449, 'the limit goal is never met, since its percent is not divided by 100'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: commits,
  check({ memoryLimit, mappedReady, memoryLimitGoal }) {
    const most = Math.floor(memoryLimit * 0.95);
    return expectEqual('memoryLimitGoal', mappedReady <= most ? Infinity : most, memoryLimitGoal);
  },
  examples: {
    holds: [
      goView(),
      committed({}),
      committed({ memoryLimit: 100 * MIB, mappedReady: 95 * MIB }),
      committed({ memoryLimit: 100 * MIB, mappedReady: 96 * MIB, memoryLimitGoal: 95 * MIB }),
    ],
    violates: [
      committed({ memoryLimit: 100 * MIB, mappedReady: 96 * MIB }),
      committed({ memoryLimit: 100 * MIB, mappedReady: MIB, memoryLimitGoal: 95 * MIB }),
    ],
  },
});
