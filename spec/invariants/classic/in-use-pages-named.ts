import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicUsedSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import type { ClassicSpanView } from '../../views/classic.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const classicInUsePagesNamed = defineInvariant({
  id: 'classic/in-use-pages-named',
  holds: 'the table of spans names a span in use for each of its pages',
  because: 'a pointer into the middle of a block leads nowhere, and the block is freed under it',
  sources: [go110('mheap.go', '(*mheap).setSpans: pages from the first to the last')],
  when: 'always',
  cost: 'O(pages)',
  every: classicUsedSpans,
  check(span, { classic: { spans, reservation } }) {
    const first = (span.startAddr - (reservation?.arenaStart ?? 0)) / PAGE_BYTES;
    for (let page = first; page < first + span.npages; page += 1) {
      if (spans[page] === span) continue;
      return { at: `page ${page}`, expected: classicSpanName(span), actual: named(spans[page]) };
    }
    return undefined;
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic }) => (classic.spans[17] = undefined)),
      classicView(({ classic, span }) => (classic.spans[3] = span(0))),
    ],
  },
});

function named(it: ClassicSpanView | undefined): string {
  return it === undefined ? 'none' : classicSpanName(it);
}
