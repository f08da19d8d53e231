import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcSpans } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc } from '../../sources.ts';
import { IN_USE } from '../../views/tc-span.ts';

export const tcClassCacheCoherent = defineInvariant({
  id: 'tcmalloc/class-cache-coherent',
  holds: 'what the class cache says of a page is the class of its span',
  because: 'a block is freed to the list of another class',

  sources: [
    tcmalloc('tcmalloc.cc', 'CheckCachedSizeClass'),
    tcmalloc('page_heap.h', 'PageHeap::InvalidateCachedSizeClass'),
  ],
  when: 'always',
  cost: 'O(pages)',
  every: tcSpans,
  check(span, { tcmalloc }) {
    if (span.location !== IN_USE) return undefined;
    const pages = span.sizeClass > 0 ? span.npages : 1;
    for (let page = span.page; page < span.page + pages; page += 1) {
      const cached = tcmalloc.cachedClass(page);
      if (cached !== 0 && cached !== span.sizeClass)
        return {
          at: `page ${page}`,
          expected: `class ${span.sizeClass}`,
          actual: `class ${cached}`,
        };
    }
    return undefined;
  },
  examples: {
    holds: [tcView(), tcView(({ cached }) => cached.set(104, 1))],
    violates: [tcView(({ cached }) => cached.set(102, 1))],
  },
});
