import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageAllocator } from '../../quantifiers/go-pages.ts';
import { go119, goIssue } from '../../sources.ts';

export const searchAddrMapped = defineInvariant({
  id: 'go/search-addr-mapped',
  holds: 'searchAddr points into mapped memory, or is the highest address when nothing is free',
  because: 'the next search reads the bitmap of a chunk that is not there',
  sources: [
    go119('mpagealloc.go', 'pageAlloc.searchAddr'),
    goIssue(38605, 'a filled page cache moved searchAddr out of every range in use'),
    goIssue(40191, 'searchAddr in unmapped address space'),
  ],
  when: 'always',
  cost: 'O(ranges)',
  every: pageAllocator,
  check({ searchAddr, maxSearchAddr, inUse }) {
    if (searchAddr === maxSearchAddr) return undefined;
    for (const { base, limit } of inUse.ranges) {
      if (base <= searchAddr && searchAddr < limit) return undefined;
    }
    return { at: 'searchAddr', expected: 'an address in mapped memory', actual: hex(searchAddr) };
  },
  examples: {
    holds: [
      goView({ arenas: 0 }),
      heapOf(span({ spanclass: 1, npages: 512 })),
      altered(goView(), ({ go }) => (go.pages.searchAddr = addrOf(511))),
    ],
    violates: [
      altered(goView(), ({ go }) => (go.pages.searchAddr = addrOf(512))),
      altered(goView(), ({ go }) => (go.pages.searchAddr = 0)),
    ],
  },
});
