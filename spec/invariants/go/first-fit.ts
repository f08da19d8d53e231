import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageAllocations } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import type { Addr } from '../../../src/base/units.ts';

export const firstFit = defineInvariant({
  id: 'go/first-fit',
  holds:
    'the page allocator gives the lowest run of free pages that is long enough, and none only if there is none',
  because:
    'the heap spreads over more memory than it needs, and fresh memory is taken while old lies idle',
  implies: ['go/live-blocks-hold-distinct-slots', 'go/page-in-use-only-at-span-start'],
  sources: [
    go119('mpagealloc.go', '(*pageAlloc).find: address-ordered first-fit'),
    go119('mpagealloc_test.go', 'TestPageAllocAlloc'),
  ],
  when: 'always',
  cost: 'O(1); the log walked the bitmaps',
  every: pageAllocations,
  check({ base, npages, lowest }) {
    if (base === lowest || (base === 0 && lowest < 0)) return undefined;
    return { at: `${npages} pages`, expected: baseText(lowest), actual: baseText(base) };
  },
  examples: {
    holds: [goView(), allocated(addrOf(3), addrOf(3)), allocated(0, -1)],
    violates: [allocated(addrOf(3), addrOf(2)), allocated(0, addrOf(2)), allocated(addrOf(3), -1)],
  },
});

function baseText(base: Addr): string {
  return base > 0 ? hex(base) : 'none';
}

/** A heap that was just asked for 2 pages and gave those at `base`. */
function allocated(base: Addr, lowest: Addr) {
  return altered(goView(), ({ goTouched }) => {
    goTouched.allocations.push({ base, npages: 2, lowest });
  });
}
