import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { heapCounters } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';

const one = heapOf(span());

export const mappedReadyCounted = defineInvariant({
  id: 'go/mapped-ready-counted',
  holds: 'mappedReady is the bytes that are ready at the operating system',
  because: 'the memory limit is kept by it: too low, and the process outgrows its container',
  implies: ['go/counters-not-negative', 'go/objects-within-mapped-memory'],
  sources: [
    go119('mem.go', 'sysUsed, sysUnused: gcController.mappedReady'),
    go119('mstats.go', 'readmemstats_m: mappedReady and other memstats are not equal'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: heapCounters,
  check: ({ mappedReady }, { os }) => expectEqual('mappedReady', os.residentBytes, mappedReady),
  examples: {
    holds: [goView(), goView({ arenas: 0 }), one],
    violates: [
      altered(one, ({ go }) => (go.stats.mappedReady += PAGE_BYTES)),
      altered(one, ({ go }) => (go.stats.mappedReady = 0)),
    ],
  },
});
