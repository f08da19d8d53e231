import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { setPageState } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';
import { PAGE_PREPARED, PAGE_READY, PAGE_RESERVED } from '../../views/os.ts';
import { firstPageNot, stateName } from '../../views/os-pages.ts';

const large = heapOf(span({ page: 2, spanclass: 1, npages: 5 }));

export const spanPagesReady = defineInvariant({
  id: 'go/span-pages-ready',
  holds: 'every page of a span in use is ready at the operating system',
  because: 'its blocks lie in memory that was given back, or was never asked for',
  implies: ['go/free-slots-zero-unless-needzero', 'os/blocks-in-ready-memory'],
  sources: [go119('mheap.go', '(*mheap).allocSpan: sysUsed'), go119('mem.go', 'Ready')],
  when: 'always',
  cost: 'O(pages of the span)',
  every: changedSpans,
  check({ startAddr, npages }, { os }) {
    const page = firstPageNot(os, PAGE_READY, startAddr, npages * PAGE_BYTES);
    if (page < 0) return undefined;
    return { at: hex(page), expected: 'ready', actual: stateName(os.stateAt(page)) };
  },
  examples: {
    holds: [goView(), large],
    violates: [
      altered(large, (parts) => setPageState(parts, 2, PAGE_PREPARED)),
      altered(large, (parts) => setPageState(parts, 6, PAGE_RESERVED)),
    ],
  },
});
