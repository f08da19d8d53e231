import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { cachePages } from '../../fixtures/pages.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { theHeap } from '../../quantifiers/go-heap.ts';
import { go119, goIssue } from '../../sources.ts';
import { CHUNK_BYTES, PAGE_BYTES } from '../../views/go.ts';
import { releasedPages } from '../../views/recounts.ts';

const cached = altered(heapOf(span()), (parts) => cachePages(parts, 64, 0b0110));

export const heapReleasedCounted = defineInvariant({
  id: 'go/heap-released-counted',
  holds: 'heapReleased is the bytes of scavenged pages, in chunks and in page caches',
  because: 'it says how much was given back: the scavenger stops too early, or never',
  implies: ['go/counters-not-negative', 'go/heap-pages-conserved', 'go/os-backs-what-is-counted'],
  sources: [
    go119('mgcscavenge.go', '(*pageAlloc).scavengeOne: heapReleased'),
    go119('export_test.go', 'ReadMemStatsSlow'),
    goIssue(36603, 'a whole allocation was taken off, of which only a part was released'),
  ],
  when: 'always',
  cost: 'O(pages / 32)',
  every: theHeap,
  check: (go) => expectEqual('heapReleased', PAGE_BYTES * releasedPages(go), go.stats.heapReleased),
  examples: {
    holds: [goView(), goView({ arenas: 3 }), cached],
    violates: [
      altered(cached, ({ go }) => (go.stats.heapReleased -= 2 * PAGE_BYTES)),
      altered(goView(), ({ go }) => (go.stats.heapReleased += CHUNK_BYTES)),
    ],
  },
});
