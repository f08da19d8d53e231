import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicHeap } from '../../quantifiers/classic-spans.ts';
import { derived } from '../../sources.ts';
import { hasPages } from '../../quantifiers/classic-spans.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const classicPagesSumToUsed = defineInvariant({
  id: 'classic/pages-sum-to-used',
  holds: 'the spans have as many pages as the arena has in use',
  because: 'pages at the start or at the end of the arena are lost',
  sources: [derived('the arena being cut into spans')],
  when: 'always',
  cost: 'O(spans)',
  every: classicHeap,
  check({ allspans, reservation }) {
    const { arenaStart = 0, arenaUsed = 0 } = reservation ?? {};
    let pages = 0;
    for (const span of allspans) if (hasPages(span)) pages += span.npages;
    return expectEqual('pages of all spans', (arenaUsed - arenaStart) / PAGE_BYTES, pages);
  },
  examples: {
    holds: [classicView()],
    violates: [classicView(({ span }) => (span(16).npages = 3))],
  },
});
