import { hex } from '../../../src/base/units.ts';
import { heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { NUM_SPAN_CLASSES, PAGE_BYTES } from '../../views/go.ts';

export const spanShapeFromSizeClass = defineInvariant({
  id: 'go/span-shape-from-size-class',
  holds: 'a span has the pages and the slot size of its span class, and as many slots as fit',
  because: 'slots overlap, or lie across the end of the span',
  implies: ['go/free-slots-zero-unless-needzero'],
  sources: [go119('mheap.go', '(*mheap).allocSpan'), go119('mheap.go', 'spanClass')],
  when: 'always',
  cost: 'O(1)',
  every: changedSpans,
  check({ startAddr, spanclass, npages, elemsize, nelems }, { go: { sizeclasses } }) {
    const sizeclass = spanclass >>> 1;
    const pages = sizeclass === 0 ? npages : sizeclasses.classToAllocnpages[sizeclass]!;
    const size = sizeclass === 0 ? npages * PAGE_BYTES : sizeclasses.classToSize[sizeclass]!;
    const slots = Math.floor((pages * PAGE_BYTES) / size);
    const isClass = spanclass >= 0 && spanclass < NUM_SPAN_CLASSES && npages > 0;
    if (isClass && npages === pages && elemsize === size && nelems === slots) return undefined;
    return {
      at: `${hex(startAddr)}, span class ${spanclass}`,
      expected: `${pages} pages of ${slots} slots of ${size} bytes`,
      actual: `${npages} pages of ${nelems} slots of ${elemsize} bytes`,
    };
  },
  examples: {
    holds: [
      heapOf(span(), span({ page: 1, spanclass: 82 }), span({ page: 4, spanclass: 0, npages: 9 })),
    ],
    violates: [
      heapOf(span({ npages: 2 })),
      heapOf(span({ elemsize: 48 })),
      heapOf(span({ spanclass: 7, nelems: 342 })),
      heapOf(span({ spanclass: 0, elemsize: 4096 })),
    ],
  },
});
