import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageFrees } from '../../quantifiers/page-log.ts';
import { go119 } from '../../sources.ts';

export const freedPagesExact = defineInvariant({
  id: 'go/freed-pages-exact',
  holds:
    'when a span is freed its pages come free, all of which were taken, and no other page does',
  because: 'pages are lost, or pages of a neighbour are handed out while that still uses them',
  implies: ['go/heap-free-counted', 'go/page-bitmap-owned'],
  sources: [
    go119('mpagealloc.go', '(*pageAlloc).free'),
    go119('mpagealloc_test.go', 'TestPageAllocFree'),
  ],
  when: 'always',
  cost: 'O(1); the log counted the pages of the chunks',
  every: pageFrees,
  check({ base, npages, freeNow, freed }) {
    if (freeNow === npages && freed === npages) return undefined;
    const at = `${npages} pages at ${hex(base)}`;
    const actual = `${freeNow} of them free, ${freed} more in their chunks`;
    return { at, expected: `${npages} of them free, ${npages} more in their chunks`, actual };
  },
  examples: { holds: [goView(), freed(3, 3)], violates: [freed(2, 2), freed(3, 4), freed(3, 2)] },
});

/** A heap in which a span of three pages was freed. */
function freed(freeNow: number, more: number) {
  return altered(goView(), ({ goTouched: { pageLog } }) => {
    pageLog.frees.push({ base: addrOf(3), npages: 3, freeNow, freed: more });
  });
}
