import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { isOfClass } from '../../quantifiers/tcmalloc-spans.ts';
import { centralLists, pageOf, objectsPerSpan } from '../../quantifiers/tcmalloc-tiers.ts';
import { derived } from '../../sources.ts';

export const tcObjectsConserved = defineInvariant({
  id: 'tcmalloc/objects-conserved',
  holds: 'each object of a class is live, with a thread, in a batch or in its span',
  because: 'memory leaks an object at a time',

  sources: [derived('the ways of an object through the tiers')],
  when: 'quiescent',
  cost: 'O(live blocks)',
  every: centralLists,
  check({ sizeClass, counter, nonempty, empty, slots }, { tcmalloc, client }) {
    if (sizeClass === 0) return undefined;
    const spans = nonempty.length + empty.length;
    const live = client.live.filter(({ addr }) => {
      const span = tcmalloc.spanAt(pageOf(tcmalloc, addr));
      return span !== undefined && span.sizeClass === sizeClass && isOfClass(span);
    });
    const cached = tcmalloc.caches.reduce(
      (sum, { lists }) => sum + lists[sizeClass]!.objects.length,
      0,
    );
    const all = live.length + cached + slots.flat().length + counter;
    return expectEqual(
      `objects of class ${sizeClass}`,
      spans * objectsPerSpan(tcmalloc, sizeClass),
      all,
    );
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.central[1]!.slots = []))] },
});
