/** What can be quantified over in the page heap of Go: chunks, summaries, page caches, arenas, counters. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { Block } from '../views/client.ts';
import type { Growth, PageAllocation } from '../views/go-touched.ts';
import { GC_OFF, PALLOC_CHUNK_PAGES, SPAN_DEAD, SPAN_IN_USE } from '../views/go.ts';
import type {
  AddrRangeView,
  ArenaView,
  ChunkView,
  GeometryView,
  PageAllocView,
  SpanView,
  StatsView,
  SummaryLevelView,
} from '../views/go.ts';
import { NONE, only } from './only.ts';

/** An entry of a level of the radix tree. */
export interface SummaryEntry {
  readonly depth: number;
  readonly level: SummaryLevelView;
  readonly i: number;
}

/** A span in use and the next one above it. */
export interface SpanPair {
  readonly lower: SpanView;
  readonly upper: SpanView;
}

export const heapGeometry = defineQuantifier({
  every: 'geometry',
  level: 'go',
  all: ({ go }): readonly GeometryView[] => [go.geometry],
});

export const mappedChunks = defineQuantifier({
  every: 'mapped chunk',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly ChunkView[] => go.pages.chunks,
  touched: ({ goTouched }) => goTouched.chunks,
});

/** Those that a cycle which marks may have page marks in. */
export const markingChunks = defineQuantifier({
  every: 'mapped chunk while a cycle marks',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly ChunkView[] => (go.gcphase === GC_OFF ? NONE : go.pages.chunks),
  touched: ({ go, goTouched }) => (go.gcphase === GC_OFF ? NONE : goTouched.chunks),
});

/** Judged only with the whole state: for a look at the memory behind every page. */
export const wholeChunks = defineQuantifier({
  every: 'mapped chunk',
  level: 'go',
  all: ({ go }): readonly ChunkView[] => go.pages.chunks,
});

export const pageAllocator = defineQuantifier({
  every: 'page allocator',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly PageAllocView[] => [go.pages],
  touched: ({ go, goTouched }) => (goTouched.chunks.length > 0 ? [go.pages] : NONE),
});

/** Those above mapped chunks: the others are all 0. */
export const summaries = defineQuantifier({
  every: 'summary above a mapped chunk',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly SummaryEntry[] => entriesAbove(go.pages, go.pages.chunks, 0),
  touched: ({ go, goTouched }) => entriesAbove(go.pages, goTouched.chunks, 0),
});

export const innerSummaries = defineQuantifier({
  every: 'inner summary above a mapped chunk',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly SummaryEntry[] => entriesAbove(go.pages, go.pages.chunks, 1),
  touched: ({ go, goTouched }) => entriesAbove(go.pages, goTouched.chunks, 1),
});

export const pageAllocations = defineQuantifier({
  every: 'answer of the page allocator',
  level: 'go',
  onEvents: true,
  all: ({ goTouched }): readonly PageAllocation[] => goTouched.allocations,
  touched: ({ goTouched }) => goTouched.allocations,
});

export const growths = defineQuantifier({
  every: 'growth of the heap',
  level: 'go',
  onEvents: true,
  all: ({ goTouched }): readonly Growth[] => goTouched.growths,
  touched: ({ goTouched }) => goTouched.growths,
});

/** By processor number. */
export const pageCaches = defineQuantifier({
  every: 'page cache of a processor',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly number[] => [...go.procs.keys()],
  touched: ({ go, goTouched }) => only(goTouched.pageCaches, (p) => p < go.procs.length),
});

export const arenas = defineQuantifier({
  every: 'arena',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly ArenaView[] => go.arenas,
  touched: ({ go, goTouched }) => (goTouched.growths.length > 0 ? go.arenas : NONE),
});

export const currentArena = defineQuantifier({
  every: 'current arena',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly AddrRangeView[] => [go.curArena],
  touched: ({ go, goTouched }) => (goTouched.growths.length > 0 ? [go.curArena] : NONE),
});

/** After every command, since a refusal by the operating system is no event of the heap. */
export const addressSpace = defineQuantifier({
  every: 'address space that the heap holds',
  level: 'go',
  all: ({ go }): readonly AddrRangeView[] => [go.curArena],
  touched: ({ go }) => [go.curArena],
});

/** For what can be judged by looking at the counters alone; recounts are of `theHeap`. */
export const heapCounters = defineQuantifier({
  every: 'set of heap counters',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly StatsView[] => [go.stats],
  touched: ({ go, goTouched }) => (goTouched.chunks.length > 0 ? [go.stats] : NONE),
});

/** Those that a cycle may have marked, before they are swept. */
export const markedSpans = defineQuantifier({
  every: 'span in use, after a cycle',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly SpanView[] => go.allspans.filter(isInUse),
  touched: ({ go, goTouched }) =>
    goTouched.cycles.length > 0 ? go.allspans.filter(isInUse) : NONE,
});

export const neighbourSpans = defineQuantifier({
  every: 'pair of neighbouring spans',
  level: 'go',
  all: ({ go }): readonly SpanPair[] => {
    const byAddr = go.allspans.filter(isAlive).sort((a, b) => a.startAddr - b.startAddr);
    return byAddr.slice(1).map((upper, i) => ({ lower: byAddr[i] as SpanView, upper }));
  },
});

export const pointerBlocks = defineQuantifier({
  every: 'live block that may hold pointers',
  level: 'go',
  all: ({ client }: ViewOf<'go'>): readonly Block[] => only(client.live, hasPointers),
  touched: ({ client }) => only(client.placed, hasPointers),
});

/** In use or manual: it has pages. */
function isAlive(span: SpanView): boolean {
  return span.state !== SPAN_DEAD;
}

function isInUse(span: SpanView): boolean {
  return span.state === SPAN_IN_USE;
}

function hasPointers(block: Block): boolean {
  return block.pointerWords > 0;
}

/** The summaries above `chunks`, without the lowest `skipped` levels; one twice where neighbours are far apart. */
function entriesAbove(
  { summary }: PageAllocView,
  chunks: readonly ChunkView[],
  skipped: number,
): readonly SummaryEntry[] {
  if (chunks.length === 0) return NONE;
  const entries: SummaryEntry[] = [];
  for (let depth = 0; depth < summary.length - skipped; depth += 1) {
    const level = summary[depth] as SummaryLevelView;
    const chunksEach = (1 << level.logPages) / PALLOC_CHUNK_PAGES;
    let last = -1;
    for (const { index } of chunks) {
      const i = Math.floor(index / chunksEach);
      if (i !== last) entries.push({ depth, level, i });
      last = i;
    }
  }
  return entries;
}
