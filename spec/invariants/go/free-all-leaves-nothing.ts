import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { relieved } from '../../fixtures/go-scavenger.ts';
import { cachePages, retainPage } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { relievedHeap } from '../../quantifiers/go-scavenger.ts';
import { go119 } from '../../sources.ts';
import { uncachedRetainedPages } from '../../views/recounts.ts';

const one = relieved(heapOf(span()));

export const freeAllLeavesNothing = defineInvariant({
  id: 'go/free-all-leaves-nothing',
  holds:
    'after all free memory was given back everything is swept, and no free page is backed but in the page caches',
  because: 'a client that asked for all of it, before it waits for long, keeps the rest meanwhile',
  sources: [
    go119('mheap.go', 'runtime_debug_freeOSMemory'),
    go119('mheap.go', '(*mheap).scavengeAll'),
  ],
  when: 'always',
  cost: 'O(pages / 32)',
  every: relievedHeap,
  check({ sweepDone, pages }) {
    const left = uncachedRetainedPages(pages);
    if (sweepDone && left === 0) return undefined;
    return {
      at: 'heap',
      expected: 'all swept, 0 backed free pages',
      actual: `${sweepDone ? 'all swept' : 'not all swept'}, ${left} pages`,
    };
  },
  examples: {
    holds: [
      goView(),
      one,
      altered(heapOf(span()), (parts) => retainPage(parts, 100)),
      altered(one, (parts) => {
        cachePages(parts, 64, 0b0110);
        parts.go.procs[0]!.pcache.scavLo = 0;
      }),
    ],
    violates: [
      altered(one, (parts) => retainPage(parts, 100)),
      altered(one, ({ go }) => {
        go.sweepDone = false;
      }),
    ],
  },
});
