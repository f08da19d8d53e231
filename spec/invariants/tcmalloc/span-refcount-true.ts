import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { objectsPerSpan } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc, source } from '../../sources.ts';

export const tcSpanRefcountTrue = defineInvariant({
  id: 'tcmalloc/span-refcount-true',
  holds: 'the objects of a span are handed out, as many as it counts, or on its list',
  because: 'a span with live objects is given up, or one without never',

  sources: [
    tcmalloc('central_freelist.cc', 'Span::refcount'),
    source('gperftools central_freelist.cc: a check of refcount that is compiled out'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: classSpans,
  check(span, { tcmalloc }) {
    const { refcount, objects, sizeClass } = span;
    const all = objectsPerSpan(tcmalloc, sizeClass);
    return expectEqual(`handed out of the ${spanName(span)}`, all - objects.length, refcount);
  },
  examples: { holds: [tcView()], violates: [tcView(({ span }) => (span(101).refcount = 2))] },
});
