import { bitAt, setBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { UNSWEPT, altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { markedSpans } from '../../quantifiers/go-pages.ts';
import { go119, goIssue } from '../../sources.ts';
import { arenaOf, pageInArena } from '../../views/chunk-pages.ts';

const unmarked = heapOf(span({ sweepgen: UNSWEPT }));
const marked = heapOf(span({ page: 2, sweepgen: UNSWEPT, marked: [0] }));

export const pageMarkWhereMarked = defineInvariant({
  id: 'go/page-mark-where-marked',
  holds: 'a span with a marked slot has the page mark of its first page',
  because:
    'the reclaimer takes a span without its page mark for garbage: it sweeps it for an allocation that waits, and nothing comes free',
  sources: [
    go119('mgcmark.go', 'greyobject, gcmarknewobject: pageMarks'),
    goIssue(39432, 'objects marked through the barrier buffer set no page mark'),
  ],
  when: 'always',
  cost: 'O(slots / 32)',
  every: markedSpans,
  check({ startAddr, gcmarkBits }, { go }) {
    let w = 0;
    while (w < gcmarkBits.length && gcmarkBits[w] === 0) w += 1;
    if (w === gcmarkBits.length) return undefined;
    const arena = arenaOf(go, startAddr);
    if (arena !== undefined && bitAt(arena.pageMarks, pageInArena(go, startAddr))) return undefined;
    return { at: hex(startAddr), expected: 'page mark 1', actual: '0' };
  },
  examples: {
    holds: [unmarked, altered(marked, ({ go }) => setBit(go.arenas[0]!.pageMarks, 2))],
    violates: [marked, altered(marked, ({ go }) => setBit(go.arenas[0]!.pageMarks, 1))],
  },
});
