import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { goroutines } from '../../quantifiers/runtime.ts';
import { go119 } from '../../sources.ts';
import type { GStatus } from '../../views/runtime.ts';

const withGoroutine = (status: GStatus, queue: readonly number[]): FixtureView =>
  altered(goView(), ({ runtime, go }) => {
    runtime.gs[0]!.status = status;
    go.collector.assists.queue.push(...queue);
  });

export const waitingGoroutineAwaitsCredit = defineInvariant({
  id: 'runtime/waiting-goroutine-awaits-credit',
  holds: 'a goroutine waits exactly while it is in the queue of assists',
  because:
    'whoever waits and is in no queue is never woken; whoever is woken by mistake runs twice',
  sources: [
    go119('mgcmark.go', 'gcParkAssist, gcFlushBgCredit'),
    go119('mgcmark.go', 'gcWakeAllAssists'),
  ],
  when: 'always',
  cost: 'O(queue)',
  every: goroutines,
  check({ id, status }, { go }) {
    const isQueued = go.collector.assists.queue.includes(id);
    if (isQueued === (status === 'waiting')) return undefined;
    return {
      at: `goroutine ${id}, which is ${status}`,
      expected: isQueued ? 'waiting' : 'in the queue of assists',
      actual: isQueued ? 'in the queue of assists' : 'in no queue',
    };
  },
  examples: {
    holds: [goView(), withGoroutine('waiting', [0])],
    violates: [
      withGoroutine('waiting', []),
      withGoroutine('running', [0]),
      withGoroutine('dead', [0]),
    ],
  },
});
