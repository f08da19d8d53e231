import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { releases } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc, source } from '../../sources.ts';
import type { View } from '../../invariant.ts';

function released(pages: number, givenBack: number): View {
  const release = { asked: 2, freeBefore: 3, released: pages, givenBack, refused: false };
  return tcView(({ log }) => log.released(release));
}

export const tcReleasedMemoryGivenBack = defineInvariant({
  id: 'tcmalloc/released-memory-given-back',
  holds: 'what counts as given back is no longer behind the process',
  because: 'the process is counted smaller than it is, and killed for its size',

  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::DecommitSpan'),
    source(
      'gperftools #1135, PR #1201: spans that are shorter than a hardware page counted as given back',
    ),
  ],
  when: 'always',
  cost: 'O(1)',
  every: releases,
  check({ released, givenBack }, { os, tcmalloc: { geometry } }) {
    const { pageBytes, hardwarePageBytes } = geometry;
    // Parts of a page that is simulated as a whole.
    if (hardwarePageBytes < os.physPageBytes) return undefined;
    // At the ends of a span a part of a hardware page may stay.
    const isWhole = hardwarePageBytes <= pageBytes;
    const least = isWhole ? released * pageBytes : Math.sign(released) * hardwarePageBytes;
    return expectWithin(`bytes behind ${released} pages`, least, released * pageBytes, givenBack);
  },
  examples: { holds: [tcView(), released(2, 128)], violates: [released(2, 0), released(2, 64)] },
});
