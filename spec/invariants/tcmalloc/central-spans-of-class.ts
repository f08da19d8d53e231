import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { spanName, isOfClass } from '../../quantifiers/tcmalloc-spans.ts';
import { centralLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';
import { LOCATION_NAMES } from '../../views/tc-span.ts';

export const tcCentralSpansOfClass = defineInvariant({
  id: 'tcmalloc/central-spans-of-class',
  holds: 'a span on a list of a class is in use for it',
  because: 'objects of another size are handed out, or memory that is free',

  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::Populate')],
  when: 'always',
  cost: 'O(spans of the class)',
  every: centralLists,
  check({ sizeClass, nonempty, empty }) {
    const other = [...nonempty, ...empty].find(
      (span) => !isOfClass(span) || span.sizeClass !== sizeClass,
    );
    if (other === undefined) return undefined;
    const actual = `${LOCATION_NAMES[other.location]}, of class ${other.sizeClass}`;
    return { at: spanName(other), expected: `in use, of class ${sizeClass}`, actual };
  },
  examples: {
    holds: [tcView()],
    violates: [tcView(({ tc, span }) => tc.central[2]!.nonempty.push(span(104)))],
  },
});
