import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicAtEnd } from '../../quantifiers/classic-tiers.ts';
import { derived } from '../../sources.ts';

export const classicPagesFreeWhenAllIsCollected = defineInvariant({
  id: 'classic/pages-free-when-all-is-collected',
  holds: 'when everything was given up and collected, no page is in use',
  because: 'dead objects keep their pages for ever',
  sources: [derived('a collection without roots')],
  when: 'at-end',
  cost: 'O(1)',
  every: classicAtEnd,
  check: ({ stats }) => expectEqual('pagesInUse', 0, stats.pagesInUse),
  examples: {
    holds: [classicView(({ classic }) => (classic.stats.pagesInUse = 0))],
    violates: [classicView()],
  },
});
