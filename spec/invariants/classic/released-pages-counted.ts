import { classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicFreeSpans } from '../../quantifiers/classic-spans.ts';
import { go110, goIssue } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import type { ClassicSpanView } from '../../views/classic.ts';
import { PAGE_BYTES } from '../../views/go.ts';
import { PAGE_READY } from '../../views/os.ts';
import type { OsView } from '../../views/os.ts';

export const classicReleasedPagesCounted = defineInvariant({
  id: 'classic/released-pages-counted',
  holds: 'a free span says of how many of its pages the memory was given back',
  because:
    'a page that is gone is used as if it were there, or one that is there is asked for again',
  sources: [
    go110('mheap.go', 'scavengelist: s.npreleased'),
    goIssue(9993, 'pages in use were given back'),
  ],
  when: 'always',
  cost: 'O(pages)',
  every: classicFreeSpans,
  check: (span, { os }) => expectEqual(classicSpanName(span), notReady(span, os), span.npreleased),
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(7).npreleased = 0)),
      classicView(({ states }) =>
        states.set(pageAt(7), PAGE_READY).set(pageAt(7) + 4096, PAGE_READY),
      ),
      classicView(({ span }) => (span(10).npreleased = 1)),
    ],
  },
});

function notReady({ startAddr, npages }: ClassicSpanView, os: OsView): number {
  let bytes = 0;
  for (let at = startAddr; at < startAddr + npages * PAGE_BYTES; at += os.physPageBytes)
    if (os.stateAt(at) !== PAGE_READY) bytes += os.physPageBytes;
  return bytes / PAGE_BYTES;
}
