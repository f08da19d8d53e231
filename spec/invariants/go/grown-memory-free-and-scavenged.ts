import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageGrowths } from '../../quantifiers/page-log.ts';
import { go119 } from '../../sources.ts';

export const grownMemoryFreeAndScavenged = defineInvariant({
  id: 'go/grown-memory-free-and-scavenged',
  holds: 'memory that grows the heap is free, and scavenged until its first use',
  because: 'its first owner does not ask the operating system for it, or nobody can be given it',
  implies: ['go/given-pages-scavenged-as-told', 'go/scavenge-index-covers-retained-pages'],
  sources: [
    go119('mpagealloc.go', '(*pageAlloc).grow: newly-grown memory is always considered scavenged'),
    go119('mheap.go', '(*mheap).grow: transition the space from Reserved to Prepared'),
  ],
  when: 'always',
  cost: 'O(1); the log looked at each page',
  every: pageGrowths,
  check({ base, npages, released }) {
    if (released === npages) return undefined;
    const at = `${npages} pages at ${hex(base)}`;
    return { at, expected: `${npages} free and scavenged`, actual: String(released) };
  },
  examples: { holds: [goView(), grown(512)], violates: [grown(0), grown(511)] },
});

/** A heap that grew by a chunk, so many of whose pages are free and scavenged. */
function grown(released: number) {
  return altered(goView(), ({ goTouched: { pageLog } }) => {
    pageLog.growths.push({ base: addrOf(0), npages: 512, released });
  });
}
