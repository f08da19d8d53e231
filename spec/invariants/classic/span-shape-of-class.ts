import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicUsedSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const classicSpanShapeOfClass = defineInvariant({
  id: 'classic/span-shape-of-class',
  holds:
    'a span has the pages and the slots of its class; one of a large object a slot, which is all of it',
  because: 'slots lie across each other, or beyond the span',
  sources: [go110('mheap.go', 'alloc_m: s.elemsize'), go110('mcentral.go', '(*mcentral).grow')],
  when: 'always',
  cost: 'O(1)',
  every: classicUsedSpans,
  check(span, { classic: { sizeclasses } }) {
    const sizeclass = span.spanclass >>> 1;
    const bytes = span.npages * PAGE_BYTES;
    const { classToSize, classToAllocnpages } = sizeclasses;
    const elemsize = sizeclass === 0 ? bytes : (classToSize[sizeclass] ?? 0);
    const npages = sizeclass === 0 ? span.npages : classToAllocnpages[sizeclass];
    const at = classicSpanName(span);
    return (
      expectEqual(`pages of ${at}`, npages ?? 0, span.npages) ??
      expectEqual(`elemsize of ${at}`, elemsize, span.elemsize) ??
      expectEqual(`slots of ${at}`, Math.floor(bytes / elemsize), span.nelems)
    );
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(0).nelems = 511)),
      classicView(({ span }) => (span(16).elemsize = 8192)),
    ],
  },
});
