import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { debtors } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';

const queued = (queue: readonly number[], assistBytes: number): FixtureView =>
  altered(goView({ gcphase: GC_MARK }), ({ go: { collector } }) => {
    collector.assists.queue.push(...queue);
    collector.assists.assistBytes.push(assistBytes);
  });

export const assistQueueInDebt = defineInvariant({
  id: 'go/assist-queue-in-debt',
  holds: 'a goroutine that waits for credit owes some, and waits once',
  because: 'it is never woken, or takes credit that others wait for',
  sources: [go119('mgcmark.go', 'gcParkAssist, gcFlushBgCredit')],
  when: 'always',
  cost: 'O(queue)',
  every: debtors,
  check({ g, assistBytes, times }) {
    if (assistBytes < 0 && times === 1) return undefined;
    return {
      at: `goroutine ${g}`,
      expected: 'in debt, once in the queue',
      actual: `${assistBytes} bytes to its credit, ${times} times in the queue`,
    };
  },
  examples: {
    holds: [goView(), queued([0], -1)],
    violates: [queued([0], 0), queued([0], 1)],
  },
});
