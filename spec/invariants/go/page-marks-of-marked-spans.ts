import { ctz32, setBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView, span } from '../../fixtures/go.ts';
import type { Parts } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { markingChunks } from '../../quantifiers/go-pages.ts';
import { arenaOf, CHUNK_WORDS, chunkBase, pageAddr, pageInArena } from '../../views/chunk-pages.ts';
import { GC_MARK, SPAN_IN_USE } from '../../views/go.ts';
import type { SpanView } from '../../views/go.ts';
import { go119 } from '../../sources.ts';

export const pageMarksOfMarkedSpans = defineInvariant({
  id: 'go/page-marks-of-marked-spans',
  holds:
    'while a cycle marks, a page mark is set only where a span in use starts that has a marked slot',
  because:
    'a mark of an earlier cycle hides the span from the reclaimer, which frees what has none',
  sources: [
    go119('mgc.go', 'gcResetMarkState: pageMarks'),
    go119('mheap.go', '(*mheap).reclaimChunk'),
  ],
  when: 'always',
  cost: 'O(page marks of the chunk)',
  every: markingChunks,
  check(chunk, { go }) {
    const base = chunkBase(chunk);
    const arena = arenaOf(go, base);
    if (arena === undefined) return undefined;
    const first = pageInArena(go, base);
    for (let w = 0; w < CHUNK_WORDS; w += 1) {
      for (let bits = arena.pageMarks[(first >>> 5) + w] as number; bits !== 0; bits &= bits - 1) {
        const page = w * 32 + ctz32(bits);
        const addr = pageAddr(chunk, page);
        if (isMarkedSpan(arena.spans[first + page], addr)) continue;
        return { at: hex(addr), expected: 'page mark 0: no marked slot', actual: '1' };
      }
    }
    return undefined;
  },
  examples: {
    holds: [goView(), marking(2, true), altered(marking(2, false), unmarkPages)],
    violates: [marking(2, false), marking(3, true)],
  },
});

function isMarkedSpan(it: SpanView | undefined, addr: number): boolean {
  if (it === undefined || it.state !== SPAN_IN_USE || it.startAddr !== addr) return false;
  return it.gcmarkBits.some((word) => word !== 0);
}

/** A heap that marks: a page mark, and a span at page 2 of which a slot is marked, or none. */
function marking(page: number, isMarked: boolean) {
  const spans = [span({ page: 2 })];
  return altered(goView({ spans, gcphase: GC_MARK }), ({ go }) => {
    if (isMarked) setBit(go.allspans[0]!.gcmarkBits, 0);
    setBit(go.arenas[0]!.pageMarks, page);
  });
}

function unmarkPages({ go }: Parts): void {
  go.arenas[0]!.pageMarks.fill(0);
}
