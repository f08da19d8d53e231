import { SWEPT, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { flushedProcessors } from '../../quantifiers/go-caches.ts';
import { go119 } from '../../sources.ts';

const flushedAt = (flushGen: number, sweepDone = true): FixtureView =>
  altered(goView({ procs: 2, sweepDone }), ({ go, goTouched }) => {
    goTouched.cycles.push(0);
    go.procs[1]!.mcache.flushGen = flushGen;
  });

export const mcachesFlushedEachCycle = defineInvariant({
  id: 'go/mcaches-flushed-each-cycle',
  holds: 'every mcache was flushed since the last cycle ended, or sweeping is not done',
  because:
    'the spans of a forgotten mcache are in no unswept set, so that the sweep leaves them out',
  implies: ['client/keeps-running'],
  sources: [
    go119('mcache.go', '(*mcache).prepareForSweep: bad flushGen'),
    go119('mgc.go', 'gcMarkTermination'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: flushedProcessors,
  check(proc, { go }) {
    const { flushGen } = proc.mcache;
    if (flushGen === go.sweepgen) return undefined;
    if (flushGen === go.sweepgen - 2 && !go.sweepDone) return undefined;
    return expectEqual(`flushGen of P${go.procs.indexOf(proc)}`, go.sweepgen, flushGen);
  },
  examples: {
    holds: [goView({ procs: 3 }), flushedAt(SWEPT), flushedAt(SWEPT - 2, false)],
    violates: [flushedAt(SWEPT - 2), flushedAt(SWEPT - 4, false)],
  },
});
