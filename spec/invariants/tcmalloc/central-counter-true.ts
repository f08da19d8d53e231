import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { centralLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcCentralCounterTrue = defineInvariant({
  id: 'tcmalloc/central-counter-true',
  holds: 'a class counts as many free objects as are on the lists of its spans',
  because: 'what is free is not known, and the statistics lie',

  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::counter_')],
  when: 'quiescent',
  cost: 'O(spans of the class)',
  every: centralLists,
  check({ sizeClass, counter, nonempty, empty }) {
    const spans = [...nonempty, ...empty];
    const free = spans.reduce((sum, { objects }) => sum + objects.length, 0);
    return expectEqual(`free objects of class ${sizeClass}`, free, counter);
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.central[2]!.counter = 2))] },
});
