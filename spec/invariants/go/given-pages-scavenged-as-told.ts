import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageTakings } from '../../quantifiers/page-log.ts';
import { PAGE_BYTES } from '../../views/go.ts';
import { go119 } from '../../sources.ts';

export const givenPagesScavengedAsTold = defineInvariant({
  id: 'go/given-pages-scavenged-as-told',
  holds:
    'of the pages that are given, as many bytes are told to be scavenged as the operating system has to make ready',
  because:
    'pages are used that nobody asked the system for, or heapReleased and mappedReady move by the wrong amount',
  implies: ['go/span-pages-ready'],
  sources: [
    go119('mpagealloc.go', '(*pageAlloc).allocRange: scav'),
    go119('mpagecache.go', '(*pageCache).alloc'),
    go119('mpagealloc_test.go', 'TestPageAllocAlloc: scav'),
  ],
  when: 'always',
  cost: 'O(1); the log asked for the state of each page',
  every: pageTakings,
  check({ base, npages, scavenged, prepared }) {
    if (scavenged === prepared) return undefined;
    const at = `${npages} pages at ${hex(base)}`;
    return { at, expected: `${prepared} bytes`, actual: `${scavenged} bytes` };
  },
  examples: {
    holds: [goView(), taken(0, 0), taken(2 * PAGE_BYTES, 2 * PAGE_BYTES)],
    violates: [taken(0, PAGE_BYTES), taken(2 * PAGE_BYTES, PAGE_BYTES)],
  },
});

/** A heap of which two pages were given. */
function taken(scavenged: number, prepared: number) {
  return altered(goView(), ({ goTouched: { pageLog } }) => {
    pageLog.takings.push({ base: addrOf(3), npages: 2, scavenged, prepared });
  });
}
