import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { releases } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc, source } from '../../sources.ts';
import type { View } from '../../invariant.ts';

function released(pages: number, refused: boolean): View {
  return tcView(({ log }) =>
    log.released({ asked: 2, freeBefore: 3, released: pages, givenBack: 0, refused }),
  );
}

export const tcReleaseAtLeast = defineInvariant({
  id: 'tcmalloc/release-at-least',
  holds: 'a call to give pages back gives at least so many, if there are and the system takes them',
  because: 'memory that nobody needs stays with the process',

  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::ReleaseAtLeastNPages'),
    source('gperftools PR #1319: one span that is refused starves all others'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: releases,
  check({ asked, freeBefore, released, refused }) {
    const least = refused ? 0 : Math.min(asked, freeBefore);
    return expectWithin(`pages given back of ${asked}`, least, freeBefore, released);
  },
  examples: {
    holds: [tcView(), released(2, false), released(0, true)],
    violates: [released(1, false), released(4, true)],
  },
});
