import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { largeSearches } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';
import { NORMAL, RETURNED, LOCATION_NAMES } from '../../views/tc-span.ts';
import type { View } from '../../invariant.ts';
import type { SpanChoice } from '../../views/tcmalloc-log.ts';

const ofThree: SpanChoice = { page: 100, npages: 3, location: NORMAL };
const ofTwo: SpanChoice = { page: 200, npages: 2, location: RETURNED };
const ofFour: SpanChoice = { page: 300, npages: 4, location: RETURNED };

function searched(returned: SpanChoice, chosen: SpanChoice): View {
  const found = returned.location === RETURNED ? returned : undefined;
  return tcView(({ log }) =>
    log.searches.push({ npages: 2, normal: ofThree, returned: found, chosen }),
  );
}

export const tcLargeBestFit = defineInvariant({
  id: 'tcmalloc/large-best-fit',
  holds:
    'of the long free spans the shortest that fits is put to use, a returned one only if it is shorter',
  because:
    'long spans are broken up for short requests, and memory is asked for again that is there',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::AllocLarge')],
  when: 'always',
  cost: 'O(1)',
  every: largeSearches,
  check({ npages, normal, returned, chosen }) {
    const isShorter = (returned?.npages ?? Infinity) < (normal?.npages ?? Infinity);
    const best = isShorter ? returned : normal;
    const at = `search for ${npages} pages`;
    const name = (choice: SpanChoice | undefined): string =>
      choice === undefined
        ? 'none'
        : `${choice.npages} ${LOCATION_NAMES[choice.location]} pages at page ${choice.page}`;
    const [expected, actual] = [name(best), name(chosen)];
    return expected === actual ? undefined : { at, expected, actual };
  },
  examples: {
    holds: [tcView(), searched(ofThree, ofThree), searched(ofTwo, ofTwo)],
    violates: [searched(ofTwo, ofThree), searched(ofFour, ofFour)],
  },
});
