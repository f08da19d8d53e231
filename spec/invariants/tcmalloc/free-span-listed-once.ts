import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { freeSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { derived } from '../../sources.ts';

export const tcFreeSpanListedOnce = defineInvariant({
  id: 'tcmalloc/free-span-listed-once',
  holds: 'a free span is on one list, or in one set',
  because: 'it is never handed out, or twice',

  sources: [derived('page_heap.cc, PrependToFreeList and RemoveFromFreeList')],
  when: 'always',
  cost: 'O(free spans)',
  every: freeSpans,
  check(span, { tcmalloc: { heap } }) {
    const { normal, returned } = heap;
    const all = [...normal.lists.flat(), ...normal.set, ...returned.lists.flat(), ...returned.set];
    return expectEqual(`lists with a ${spanName(span)}`, 1, all.filter((it) => it === span).length);
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.heap.returned.lists[2] = []))] },
});
