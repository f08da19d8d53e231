import { classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicUsedSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { PAGE_BYTES } from '../../views/go.ts';
import { PAGE_PREPARED, PAGE_READY } from '../../views/os.ts';
import { firstPageNot } from '../../views/os-pages.ts';

export const classicUsedPagesReady = defineInvariant({
  id: 'classic/used-pages-ready',
  holds: 'every page of a span in use is backed by memory',
  because: 'a client writes where nothing is',
  sources: [go110('mheap.go', 'allocSpanLocked: if s.npreleased > 0 { sysUsed }')],
  when: 'always',
  cost: 'O(pages)',
  every: classicUsedSpans,
  check({ startAddr, npages }, { os }) {
    const page = firstPageNot(os, PAGE_READY, startAddr, npages * PAGE_BYTES);
    return page < 0 ? undefined : expectEqual(hex(page), PAGE_READY, os.stateAt(page));
  },
  examples: {
    holds: [classicView()],
    violates: [classicView(({ states }) => states.set(pageAt(17), PAGE_PREPARED))],
  },
});
