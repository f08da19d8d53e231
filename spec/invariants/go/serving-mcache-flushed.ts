import { block } from '../../fixtures/client.ts';
import { SWEPT, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { servingProcessor } from '../../quantifiers/runtime.ts';
import { go119 } from '../../sources.ts';

const servedBy = (p: number, flushGen: number): FixtureView =>
  altered(goView({ procs: 2, sweepDone: false, client: { placed: [block()] } }), ({ go }) => {
    go.p = p;
    go.procs[1]!.mcache.flushGen = flushGen;
  });

export const servingMcacheFlushed = defineInvariant({
  id: 'go/serving-mcache-flushed',
  holds: 'a processor that gave a block had flushed its mcache since the last cycle ended',
  because: 'it allocates from spans whose marks are still to be swept: what it makes is swept away',
  sources: [
    go119('proc.go', 'acquirep: prepareForSweep'),
    go119('mcache.go', '(*mcache).prepareForSweep'),
  ],
  when: 'quiescent',
  cost: 'O(1)',
  every: servingProcessor,
  check: ({ mcache }, { go }) => expectEqual(`flushGen of P${go.p}`, go.sweepgen, mcache.flushGen),
  examples: {
    holds: [goView(), servedBy(1, SWEPT), servedBy(0, SWEPT - 2)],
    violates: [servedBy(1, SWEPT - 2)],
  },
});
