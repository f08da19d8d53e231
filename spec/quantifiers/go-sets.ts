/** The mcentrals' lists, and where each span is listed, as subjects. */
import { defineQuantifier } from '../invariant.ts';
import { GC_OFF } from '../views/go.ts';
import type { GoView, MCentralView, SpanSetView, SpanView } from '../views/go.ts';
import { NONE } from './only.ts';

/** Which of a pair of lists is the swept one: 0 or 1. */
export function sweptIndex({ sweepgen }: GoView): 0 | 1 {
  return (sweepgen / 2) % 2 === 0 ? 0 : 1;
}

/** All of them are touched when the sweep behind a cycle is completed. */
export const mcentrals = defineQuantifier<'go', MCentralView>({
  every: 'mcentral',
  level: 'go',
  onEvents: true,
  all: ({ go }) => go.central,
  touched: ({ go, goTouched }) => (goTouched.hasSwept ? go.central : NONE),
});

/** Touched: all when the cycle starts, then those of spans that changed. */
export const mcentralsWhileMarking = defineQuantifier<'go', MCentralView>({
  every: 'mcentral while a cycle marks',
  level: 'go',
  onEvents: true,
  all: ({ go }) => (go.gcphase === GC_OFF ? NONE : go.central),
  touched({ go, goTouched: { hasStarted, changedSpans } }) {
    if (go.gcphase === GC_OFF) return NONE;
    if (hasStarted) return go.central;
    return changedSpans.map(({ spanclass }) => go.central[spanclass]!);
  },
});

export const partialSweptSpans = defineQuantifier<'go', SpanView>({
  every: 'span of a partial swept set',
  level: 'go',
  all: ({ go }) => listedIn(go, sweptIndex(go), 'partial'),
});

export const fullSweptSpans = defineQuantifier<'go', SpanView>({
  every: 'span of a full swept set',
  level: 'go',
  all: ({ go }) => listedIn(go, sweptIndex(go), 'full'),
});

export const sweptSetSpans = defineQuantifier<'go', SpanView>({
  every: 'span of a swept set',
  level: 'go',
  all: ({ go }) => listedIn(go, sweptIndex(go)),
});

/** Spans that wait for their sweep, and stale entries of those that were swept out of turn. */
export const unsweptSetSpans = defineQuantifier<'go', SpanView>({
  every: 'span of an unswept set',
  level: 'go',
  all: ({ go }) => listedIn(go, sweptIndex(go) === 0 ? 1 : 0),
});

/** How often a span stands on which lists. */
export interface Listing {
  readonly span: SpanView;
  /** In swept sets of its own span class, and of any other. */
  swept: number;
  sweptElsewhere: number;
  /** In unswept sets of its own span class, and of any other. */
  unswept: number;
  unsweptElsewhere: number;
  /** In mcaches. */
  cached: number;
}

/** Every descriptor ever made, dead ones too. */
export const listings = defineQuantifier<'go', Listing>({
  every: 'span descriptor',
  level: 'go',
  all: ({ go }) => listingsOf(go),
});

function listingsOf(go: GoView): Listing[] {
  const found = go.allspans.map((span): Listing => ({
    span,
    swept: 0,
    sweptElsewhere: 0,
    unswept: 0,
    unsweptElsewhere: 0,
    cached: 0,
  }));
  const swept = sweptIndex(go);
  for (const { spanclass, partial, full } of go.central) {
    for (let index = 0; index < 2; index += 1) {
      countAll(found, partial[index as 0 | 1], spanclass, index === swept);
      countAll(found, full[index as 0 | 1], spanclass, index === swept);
    }
  }
  for (const { mcache } of go.procs) {
    // The sentinel stands in most places: it is looked up once where it follows itself.
    let last: SpanView | undefined;
    let listing: Listing | undefined;
    for (const span of mcache.alloc) {
      if (span !== last) listing = listingIn(found, span);
      last = span;
      if (listing !== undefined) listing.cached += 1;
    }
  }
  return found;
}

function countAll(
  found: readonly Listing[],
  set: SpanSetView,
  spanclass: number,
  swept: boolean,
): void {
  for (let i = 0; i < set.length; i += 1) count(found, set.at(i), spanclass, swept);
}

function count(found: readonly Listing[], span: SpanView, spanclass: number, swept: boolean): void {
  const listing = listingIn(found, span);
  if (listing === undefined) return;
  if (span.spanclass === spanclass) listing[swept ? 'swept' : 'unswept'] += 1;
  else listing[swept ? 'sweptElsewhere' : 'unsweptElsewhere'] += 1;
}

/** None for the sentinel, and for a span that allspans does not have. */
function listingIn(found: readonly Listing[], span: SpanView): Listing | undefined {
  const listing = found[span.index];
  return listing?.span === span ? listing : undefined;
}

/** Those of the sets of one generation of each class, of both kinds or one. Most sets are empty at most times. */
function listedIn(go: GoView, index: 0 | 1, kind?: 'partial' | 'full'): SpanView[] {
  const spans: SpanView[] = [];
  for (const { partial, full } of go.central) {
    if (kind !== 'full') addAll(partial[index], spans);
    if (kind !== 'partial') addAll(full[index], spans);
  }
  return spans;
}

function addAll(set: SpanSetView, spans: SpanView[]): void {
  for (let i = 0; i < set.length; i += 1) spans.push(set.at(i));
}
