import { classicSpan, classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicLargeNeighbours } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicLongSpansOrdered = defineInvariant({
  id: 'classic/long-spans-ordered',
  holds: 'the long free spans are in order of length, and equal ones in order of address',
  because: 'a request takes a longer span than it needs, or a higher one',
  sources: [go110('mgclarge.go', 'treap: ordered by npages, then by address')],
  when: 'always',
  cost: 'O(1)',
  every: classicLargeNeighbours,
  check({ lower, upper }) {
    const isOrdered =
      lower.npages < upper.npages ||
      (lower.npages === upper.npages && lower.startAddr < upper.startAddr);
    if (isOrdered) return undefined;
    return { at: classicSpanName(upper), expected: 'before it', actual: classicSpanName(lower) };
  },
  examples: {
    holds: [
      classicView(),
      classicView(({ classic }) => classic.freelarge.push(classicSpan(30, 6), classicSpan(20, 7))),
    ],
    violates: [
      classicView(({ classic }) => classic.freelarge.push(classicSpan(20, 5))),
      classicView(({ classic }) => classic.freelarge.unshift(classicSpan(20, 6))),
    ],
  },
});
