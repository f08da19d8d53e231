import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicDescriptors } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { hasPages } from '../../quantifiers/classic-spans.ts';

export const classicDescriptorsInOnePlace = defineInvariant({
  id: 'classic/descriptors-in-one-place',
  holds: 'a descriptor is dead and waits once to be used again, or has pages and does not wait',
  because: 'one descriptor is two spans at a time, or descriptors are used up',
  sources: [
    go110('mheap.go', 'freeSpanLocked: before.state = _MSpanDead; h.spanalloc.free'),
    go110('mfixalloc.go', '(*fixalloc).alloc'),
  ],
  when: 'always',
  cost: 'O(dead descriptors)',
  every: classicDescriptors,
  check(span, { classic: { freeDescriptors } }) {
    const waiting = freeDescriptors.filter((it) => it === span).length;
    return expectEqual(
      `times that descriptor ${span.index} waits`,
      hasPages(span) ? 0 : 1,
      waiting,
    );
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic }) => (classic.freeDescriptors = [])),
      classicView(({ classic, span }) => classic.freeDescriptors.push(span(7))),
    ],
  },
});
