import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicSmallSpans } from '../../quantifiers/classic-tiers.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicCachedSpanHasOneOwner = defineInvariant({
  id: 'classic/cached-span-has-one-owner',
  holds: 'a span that says that a processor has it is had by one, and any other by none',
  because: 'two processors hand out the same objects',
  sources: [go110('mcache.go', '(*mcache).refill'), go110('mheap.go', 'mspan.incache')],
  when: 'always',
  cost: 'O(processors)',
  every: classicSmallSpans,
  check(span, { classic: { mcaches } }) {
    const owners = mcaches.filter(({ alloc }) => alloc.includes(span)).length;
    return expectEqual(`owners of ${classicSpanName(span)}`, span.incache ? 1 : 0, owners);
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(9).incache = false)),
      classicView(({ span }) => (span(0).incache = true)),
    ],
  },
});
