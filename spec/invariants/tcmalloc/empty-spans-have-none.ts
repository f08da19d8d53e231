import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { centralLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcEmptySpansHaveNone = defineInvariant({
  id: 'tcmalloc/empty-spans-have-none',
  holds: 'a span that a class has put aside as used up has no free object',
  because: 'free objects are never found again',

  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::ReleaseToSpans: empty_ to nonempty_'),
  ],
  when: 'always',
  cost: 'O(spans of the class)',
  every: centralLists,
  check({ sizeClass, empty }) {
    const span = empty.find(({ objects }) => objects.length > 0);
    if (span === undefined) return undefined;
    const actual = `${span.objects.length} in the ${spanName(span)}`;
    return { at: `class ${sizeClass}`, expected: 'no free object', actual };
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ tc }) => {
        tc.central[2]!.empty = tc.central[2]!.nonempty;
        tc.central[2]!.nonempty = [];
      }),
    ],
  },
});
