import { CACHED, HEAP_BASE, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView, Parts } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { stoppedProcessors } from '../../quantifiers/runtime.ts';
import { source, go119 } from '../../sources.ts';

/** A heap of two processors of which the second was stopped. */
const stopped = (change: (parts: Parts) => void = () => {}): FixtureView =>
  altered(goView({ procs: 2, spans: [span({ sweepgen: CACHED })] }), (parts) => {
    parts.go.stoppedProcs.push(...parts.go.procs.splice(1));
    change(parts);
  });

export const stoppedProcessorLeftNothing = defineInvariant({
  id: 'runtime/stopped-processor-left-nothing',
  holds: 'a stopped processor has no page, no span, no tiny block and no freed slot',
  because:
    'nobody can use what it has until it is started again: memory leaks with every change of GOMAXPROCS',
  implies: ['go/heap-free-counted', 'go/heap-released-counted', 'go/page-bitmap-owned'],
  sources: [
    go119('proc.go', '(*p).destroy'),
    source('Go 1.19 runtime/malloc_test.go, TestPageCacheLeak'),
  ],
  when: 'quiescent',
  cost: 'O(span classes)',
  every: stoppedProcessors,
  check({ p, proc: { mcache, pcache } }) {
    const spans = mcache.alloc.filter(({ nelems }) => nelems > 0).length;
    const slots = mcache.reusable.reduce((sum, list) => sum + list.length, 0);
    const isEmpty = (pcache.cacheLo | pcache.cacheHi) === 0 && mcache.tiny === 0;
    if (isEmpty && spans + slots === 0) return undefined;
    const pages = `pages ${(pcache.cacheHi >>> 0).toString(16)}:${(pcache.cacheLo >>> 0).toString(16)}`;
    return {
      at: `P${p}`,
      expected: 'nothing',
      actual: `${pages}, ${spans} spans, tiny block ${mcache.tiny}, ${slots} freed slots`,
    };
  },
  examples: {
    holds: [goView({ procs: 2 }), stopped()],
    violates: [
      stopped(({ go }) => (go.stoppedProcs[0]!.pcache.cacheLo = 1)),
      stopped(({ go }) => (go.stoppedProcs[0]!.mcache.tiny = HEAP_BASE)),
      stopped(
        ({ go }) =>
          (go.stoppedProcs[0]!.mcache.alloc[6] =
            go.procs[0]!.mcache.alloc[6]!.nelems > 0
              ? go.procs[0]!.mcache.alloc[6]!
              : span({ sweepgen: CACHED })),
      ),
    ],
  },
});
