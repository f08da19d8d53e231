import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { centralLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcNonemptySpansHaveObjects = defineInvariant({
  id: 'tcmalloc/nonempty-spans-have-objects',
  holds: 'a span that a class takes objects from has one',
  because: 'a fetch comes back with nothing though there is memory',

  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::FetchFromOneSpans: ASSERT of nonempty_'),
  ],
  when: 'always',
  cost: 'O(spans of the class)',
  every: centralLists,
  check({ sizeClass, nonempty }) {
    const span = nonempty.find(({ objects }) => objects.length === 0);
    if (span === undefined) return undefined;
    return {
      at: `class ${sizeClass}`,
      expected: 'a free object',
      actual: `none in the ${spanName(span)}`,
    };
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ tc }) => {
        tc.central[1]!.nonempty = tc.central[1]!.empty;
        tc.central[1]!.empty = [];
      }),
    ],
  },
});
