import { altered, goView } from '../../fixtures/go.ts';
import { withController } from '../../fixtures/go-pacer.ts';
import { defineInvariant } from '../../invariant.ts';
import { thePacer } from '../../quantifiers/go-pacer.ts';
import { derived, go119 } from '../../sources.ts';

const half = withController(goView(), { heapLive: 128, heapScan: 64 });

export const heapScanWithinHeapLive = defineInvariant({
  id: 'go/heap-scan-within-heap-live',
  holds: 'what may hold pointers, with what the mcaches have not told yet, is part of heapLive',
  because: 'blocks counted twice make marking look longer than it is, and assists harder',
  sources: [
    go119('mgcpacer.go', 'gcControllerState.heapScan'),
    go119('mgc.go', 'gcMark: scanAlloc is dropped'),
    derived('each block that may hold pointers lies in a slot that heapLive counts'),
  ],
  when: 'always',
  cost: 'O(processors)',
  every: thePacer,
  check({ controller: { heapLive, heapScan } }, { go: { procs } }) {
    let scan = heapScan;
    for (const { mcache } of procs) scan += mcache.scanAlloc;
    if (scan >= 0 && scan <= heapLive) return undefined;
    return { at: 'heapScan', expected: `0…${heapLive}`, actual: String(scan) };
  },
  examples: {
    holds: [goView(), half, altered(half, ({ go }) => (go.procs[0]!.mcache.scanAlloc = 64))],
    violates: [
      altered(half, ({ go }) => (go.procs[0]!.mcache.scanAlloc = 65)),
      withController(half, { heapScan: 129 }),
      withController(half, { heapScan: -1 }),
    ],
  },
});
