import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { theLimiter } from '../../quantifiers/go-pacer.ts';
import { go119 } from '../../sources.ts';
import { LIMITER_CAPACITY_PER_PROC } from '../../views/go-pacer.ts';
import type { LimiterView } from '../../views/go-pacer.ts';

const SECOND = LIMITER_CAPACITY_PER_PROC;

/** Two processors with this limiter. */
const withLimiter = (change: Partial<LimiterView>): FixtureView =>
  altered(goView({ procs: 2 }), ({ go }) => Object.assign(go.pacer.limiter, change));

export const limiterBucketWithinCapacity = defineInvariant({
  id: 'go/limiter-bucket-within-capacity',
  holds:
    'the limiter’s bucket holds a second for each processor, never has less than nothing in it, and is full while it limits',
  because:
    'the collector is held back without need, or takes all of the time and nothing else runs',
  sources: [go119('mgclimit.go', 'gcCPULimiterState.bucket'), go119('mgclimit.go', 'accumulate')],
  when: 'always',
  cost: 'O(1)',
  every: theLimiter,
  check({ fill, capacity, limiting }, { go: { procs } }) {
    const wanted = procs.length * SECOND;
    if (capacity !== wanted) return expectEqual('capacity', wanted, capacity);
    if (0 <= fill && fill <= capacity && (!limiting || fill === capacity)) return undefined;
    const expected = limiting ? `full, ${capacity}` : `0…${capacity}`;
    return { at: 'fill', expected, actual: String(fill) };
  },
  examples: {
    holds: [goView(), withLimiter({ fill: 2 * SECOND, limiting: true }), withLimiter({ fill: 5 })],
    violates: [
      withLimiter({ capacity: SECOND }),
      withLimiter({ fill: -1 }),
      withLimiter({ fill: 2 * SECOND + 1 }),
      withLimiter({ fill: 2 * SECOND - 1, limiting: true }),
    ],
  },
});
