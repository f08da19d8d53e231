import { hex } from '../../../src/base/units.ts';
import { tcView, objectAt } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { backedSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc, source } from '../../sources.ts';
import { PAGE_READY, PAGE_PREPARED } from '../../views/os.ts';

export const tcSpansBacked = defineInvariant({
  id: 'tcmalloc/spans-backed',
  holds: 'what is in use or normal is backed by memory',
  because: 'the client writes to memory that is not there, and reads back junk',

  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::CommitSpan, DecommitSpan'),
    source('gperftools #1135: spans shorter than a hardware page counted as given back'),
  ],
  when: 'always',
  cost: 'O(pages)',
  every: backedSpans,
  check(span, { os, tcmalloc: { geometry } }) {
    const { pageBytes } = geometry;
    const end = (span.page + span.npages) * pageBytes;
    const step = Math.max(os.physPageBytes, pageBytes);
    for (let addr = span.page * pageBytes; addr < end; addr += step) {
      if (os.stateAt(addr) === PAGE_READY) continue;
      return { at: spanName(span), expected: 'memory behind it', actual: `none at ${hex(addr)}` };
    }
    return undefined;
  },
  examples: {
    holds: [tcView(), tcView(({ states }) => states.set(objectAt(105), PAGE_PREPARED))],
    violates: [tcView(({ states }) => states.set(objectAt(103), PAGE_PREPARED))],
  },
});
