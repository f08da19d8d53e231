import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { heapCounters } from '../../quantifiers/go-pages.ts';
import { go119, goIssue } from '../../sources.ts';
import type { StatsView } from '../../views/go.ts';

const NAMES = [
  'heapInUse',
  'manualInUse',
  'heapFree',
  'heapReleased',
  'totalAlloc',
  'totalFree',
  'pagesInUse',
  'heapLive',
] as const satisfies readonly (keyof StatsView)[];

export const countersNotNegative = defineInvariant({
  id: 'go/counters-not-negative',
  holds: 'every counter of the heap is a whole number, and not negative',
  because:
    'in Go it is unsigned: below 0 it becomes an enormous number, and limits are exceeded for ever',
  sources: [
    go119('mstats.go', '(*sysMemStat).add: sysMemStat overflow'),
    goIssue(52682, 'a memory counter went below 0'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: heapCounters,
  check(stats) {
    for (const name of NAMES) {
      const value = stats[name];
      if (Number.isSafeInteger(value) && value >= 0) continue;
      return { at: name, expected: '0 or more', actual: String(value) };
    }
    return undefined;
  },
  examples: {
    holds: [goView(), heapOf(span())],
    violates: [
      altered(goView(), ({ go }) => (go.stats.heapFree = -8192)),
      altered(goView(), ({ go }) => (go.stats.totalFree = Number.NaN)),
    ],
  },
});
