import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { heldSpans } from '../../quantifiers/tcmalloc-tiers.ts';
import { derived } from '../../sources.ts';

export const tcSpanRefcountHolders = defineInvariant({
  id: 'tcmalloc/span-refcount-holders',
  holds: 'who has objects of a span are as many as it counts',
  because: 'it is given up while somebody holds one of its objects',

  sources: [derived('central_freelist.cc, and that objects are in one place each')],
  when: 'quiescent',
  cost: 'O(objects)',
  every: heldSpans,
  check: ({ span, held }) =>
    expectEqual(`objects out of the ${spanName(span)}`, held, span.refcount),
  examples: { holds: [tcView()], violates: [tcView(({ client }) => client.live.shift())] },
});
