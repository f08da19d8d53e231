import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';

const large = heapOf(span({ spanclass: 1, page: 2, npages: 5 }));
const across = heapOf(span({ spanclass: 1, page: 510, npages: 5 }));

export const spanTableCoversSpans = defineInvariant({
  id: 'go/span-table-covers-spans',
  holds: 'every page of a span in use leads to that span in the span table',
  because:
    'the collector and free look a pointer up there: they would find no block, or another one',
  sources: [go119('mheap.go', '(*mheap).setSpans'), go119('mheap.go', 'spanOf')],
  when: 'always',
  cost: 'O(pages of the span)',
  every: changedSpans,
  check(it, { go }) {
    const end = it.startAddr + it.npages * PAGE_BYTES;
    for (let addr = it.startAddr; addr < end; addr += PAGE_BYTES) {
      const found = go.spanOf(addr);
      if (found === it) continue;
      const actual =
        found === undefined ? 'no span' : `span ${found.index} at ${hex(found.startAddr)}`;
      return { at: hex(addr), expected: `span ${it.index} at ${hex(it.startAddr)}`, actual };
    }
    return undefined;
  },
  examples: {
    holds: [goView(), large, across],
    violates: [
      altered(large, ({ go }) => (go.arenas[0]!.spans[6] = undefined)),
      altered(across, ({ go }) => (go.arenas[1]!.spans[0] = undefined)),
      altered(
        heapOf(span(), span({ page: 1 })),
        ({ go }) => (go.arenas[0]!.spans[1] = go.allspans[0]),
      ),
    ],
  },
});
