import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { allProcessors } from '../../quantifiers/runtime.ts';
import { go119 } from '../../sources.ts';

export const processorsUpToGomaxprocs = defineInvariant({
  id: 'runtime/processors-up-to-gomaxprocs',
  holds:
    'processors below GOMAXPROCS are there, and the others are dead, with no goroutine in their queues',
  because:
    'a stopped processor that is not given up goes on allocating, or keeps goroutines from running',
  sources: [go119('proc.go', 'procresize')],
  when: 'always',
  cost: 'O(1)',
  every: allProcessors,
  check({ id, status, runq }, { runtime, go }) {
    const isThere = id < runtime.gomaxprocs;
    const isCounted = id < go.procs.length;
    const isFine = isThere ? status !== 'dead' : status === 'dead' && runq.length === 0;
    if (isFine && isThere === isCounted) return undefined;
    return {
      at: `P${id}`,
      expected: isThere ? 'there' : 'dead',
      actual: `${status}, ${runq.length} goroutines queued, ${go.procs.length} processors in the heap`,
    };
  },
  examples: {
    holds: [goView({ procs: 3 })],
    violates: [
      altered(goView({ procs: 2 }), ({ runtime }) => (runtime.ps[1]!.status = 'dead')),
      altered(goView({ procs: 2 }), ({ runtime }) => (runtime.gomaxprocs = 1)),
    ],
  },
});
