import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicFreeSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import type { ClassicSpanView } from '../../views/classic.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const classicFreeEndsNamed = defineInvariant({
  id: 'classic/free-ends-named',
  holds: 'the table of spans names a free span for its first and for its last page',
  because: 'a span that goes free beside it does not find it, or joins with one that is gone',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked: h.spans[p], h.spans[p+npages-1]')],
  when: 'always',
  cost: 'O(1)',
  every: classicFreeSpans,
  check(span, { classic: { spans, reservation } }) {
    const first = (span.startAddr - (reservation?.arenaStart ?? 0)) / PAGE_BYTES;
    for (const page of [first, first + span.npages - 1]) {
      if (spans[page] === span) continue;
      return { at: `page ${page}`, expected: classicSpanName(span), actual: named(spans[page]) };
    }
    return undefined;
  },
  examples: {
    holds: [classicView(), classicView(({ classic }) => (classic.spans[12] = undefined))],
    violates: [
      classicView(({ classic }) => (classic.spans[10] = undefined)),
      classicView(({ classic, span }) => (classic.spans[15] = span(16))),
    ],
  },
});

function named(it: ClassicSpanView | undefined): string {
  return it === undefined ? 'none' : classicSpanName(it);
}
