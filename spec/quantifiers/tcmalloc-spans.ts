/** Spans of TCMalloc, and where they are listed. All but what a command's events name are judged with the whole state. */
import { defineQuantifier } from '../invariant.ts';
import type { Pages } from '../../src/base/units.ts';
import { IN_USE, NORMAL, RETURNED } from '../views/tc-span.ts';
import type { Location, TcSpanView } from '../views/tc-span.ts';
import type { RegionView, SpanListsView, TcmallocView } from '../views/tcmalloc.ts';
import { only } from './only.ts';

/** A free span where it is listed. */
export interface ListedSpan {
  readonly span: TcSpanView;
  /** What the list is of. */
  readonly location: Location;
  /** Of the list; 0 for the set. */
  readonly length: Pages;
}

export interface SpanPair {
  readonly lower: TcSpanView;
  readonly upper: TcSpanView;
}

/** A region with the spans that begin in it, by address. */
export interface TiledRegion {
  readonly region: RegionView;
  readonly spans: readonly TcSpanView[];
}

export const tcSpans = defineQuantifier({
  every: 'span',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly TcSpanView[] => tcmalloc.spans,
});

export const freeSpans = defineQuantifier({
  every: 'free span',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly TcSpanView[] =>
    only(tcmalloc.spans, ({ location }) => location !== IN_USE),
});

export const backedSpans = defineQuantifier({
  every: 'span that is in use or normal',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly TcSpanView[] =>
    only(tcmalloc.spans, ({ location }) => location !== RETURNED),
});

export const classSpans = defineQuantifier({
  every: 'span of a size class',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly TcSpanView[] => only(tcmalloc.spans, isOfClass),
});

export const listedSpans = defineQuantifier({
  every: 'span on a list or in a set of free spans',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly ListedSpan[] => listed(tcmalloc),
});

export const setNeighbours = defineQuantifier({
  every: 'pair of neighbours in a set of long free spans',
  level: 'tcmalloc',
  all: ({ tcmalloc: { heap } }): readonly SpanPair[] =>
    [heap.normal.set, heap.returned.set].flatMap((set) =>
      set.slice(1).map((upper, i) => ({ lower: set[i] as TcSpanView, upper })),
    ),
});

export const adjacentSpans = defineQuantifier({
  every: 'pair of spans that touch',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly SpanPair[] => {
    const spans = byPage(tcmalloc.spans);
    const pairs = spans.slice(1).map((upper, i) => ({ lower: spans[i] as TcSpanView, upper }));
    return pairs.filter(({ lower, upper }) => lower.page + lower.npages === upper.page);
  },
});

/** Regions that touch are one. */
export const tiledRegions = defineQuantifier({
  every: 'stretch of regions that were obtained for spans',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly TiledRegion[] => {
    const spans = byPage(tcmalloc.spans);
    return joined(tcmalloc.regions).map((region) => ({
      region,
      spans: spans.filter(({ page }) => page >= region.page && page < region.page + region.npages),
    }));
  },
});

export function isOfClass({ location, sizeClass }: TcSpanView): boolean {
  return location === IN_USE && sizeClass > 0;
}

/** Where a span is, in words. */
export function spanName({ page, npages }: TcSpanView): string {
  return `span of ${npages} pages at page ${page}`;
}

function listed({ heap }: TcmallocView): readonly ListedSpan[] {
  const of = ({ lists, set }: SpanListsView, location: Location): readonly ListedSpan[] => [
    ...lists.flatMap((spans, length) => spans.map((span) => ({ span, location, length }))),
    ...set.map((span) => ({ span, location, length: 0 })),
  ];
  return [...of(heap.normal, NORMAL), ...of(heap.returned, RETURNED)];
}

function byPage(spans: readonly TcSpanView[]): readonly TcSpanView[] {
  return spans.toSorted((a, b) => a.page - b.page);
}

function joined(regions: readonly RegionView[]): readonly RegionView[] {
  const all: { page: number; npages: number }[] = [];
  for (const { page, npages } of regions.toSorted((a, b) => a.page - b.page)) {
    const last = all.at(-1);
    if (last !== undefined && last.page + last.npages === page) last.npages += npages;
    else all.push({ page, npages });
  }
  return all;
}
