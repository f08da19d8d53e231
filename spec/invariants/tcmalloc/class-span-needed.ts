import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { classSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc } from '../../sources.ts';

export const tcClassSpanNeeded = defineInvariant({
  id: 'tcmalloc/class-span-needed',
  holds: 'a span of a class has an object that somebody has',
  because: 'memory that nobody uses stays with a class that has enough',

  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::ReleaseToSpans: refcount 0')],
  when: 'quiescent',
  cost: 'O(1)',
  every: classSpans,
  check: (span) => expectWithin(`objects out of the ${spanName(span)}`, 1, Infinity, span.refcount),
  examples: { holds: [tcView()], violates: [tcView(({ span }) => (span(101).refcount = 0))] },
});
