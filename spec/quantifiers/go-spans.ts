/** Spans as subjects. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import { SPAN_DEAD, SPAN_IN_USE, SPAN_MANUAL } from '../views/go.ts';
import type { GoView, SpanView } from '../views/go.ts';
import type { FreedSpan } from '../views/go-touched.ts';
import { NONE, only } from './only.ts';

/** Every call of the client touches one, so what is asked of it must be cheap. */
export const spansInUse = defineQuantifier<'go', SpanView>({
  every: 'span in use',
  level: 'go',
  all: ({ go }) => inUse(go),
  touched: ({ goTouched }) => goTouched.spans,
});

/** Touched ones are those that a slow path touched: allocated, cached, uncached, filed or swept. */
export const changedSpans = defineQuantifier<'go', SpanView>({
  every: 'span in use that came, moved or was swept',
  level: 'go',
  onEvents: true,
  all: ({ go }) => inUse(go),
  touched: ({ goTouched }) => goTouched.changedSpans,
});

/** For what reads a span's memory: of those that changed, only the ones of one page. */
export const readableSpans = defineQuantifier<'go', SpanView>({
  every: 'span in use whose memory is read',
  level: 'go',
  onEvents: true,
  all: ({ go }) => inUse(go),
  touched: ({ goTouched }) => only(goTouched.changedSpans, isOnePage),
});

/** Spans of stacks and work buffers: looked at only with the whole state, as nothing that clients do touches one. */
export const manualSpans = defineQuantifier<'go', SpanView>({
  every: 'manual span',
  level: 'go',
  all: ({ go }) => only(go.allspans, isManual),
});

/** A descriptor, and its place in allspans. */
export interface Descriptor {
  readonly place: number;
  readonly span: SpanView;
}

/** Every one ever made, dead ones too. */
export const descriptors = defineQuantifier<'go', Descriptor>({
  every: 'entry of allspans',
  level: 'go',
  all: ({ go }) => go.allspans.map((span, place) => ({ place, span })),
});

/** A span as it went back to the page heap, and its descriptor, which nobody took since. */
export interface Death {
  readonly freed: FreedSpan;
  readonly span: SpanView;
}

export const deaths = defineQuantifier<'go', Death>({
  every: 'descriptor of a span that went back to the page heap and was not used again',
  level: 'go',
  onEvents: true,
  all: deathsOf,
  touched: deathsOf,
});

export const freedSpans = defineQuantifier<'go', FreedSpan>({
  every: 'span that went back to the page heap',
  level: 'go',
  onEvents: true,
  all: ({ goTouched }) => goTouched.freedSpans,
  touched: ({ goTouched }) => goTouched.freedSpans,
});

/** A way to divide offsets by a slot size: a span's, or that of the table that its class has. */
export type Division = Pick<SpanView, 'divMul' | 'elemsize' | 'npages'>;

export const divisions = defineQuantifier<'go', Division>({
  every: 'size class and every span in use',
  level: 'go',
  all: ({ go }) => [...tableOf(go), ...inUse(go)],
  touched: ({ goTouched }) => goTouched.spans,
});

function inUse({ allspans }: GoView): SpanView[] {
  return allspans.filter((span) => span.state === SPAN_IN_USE);
}

function tableOf({
  sizeclasses: { classToSize, classToAllocnpages, classToDivMagic },
}: GoView): Division[] {
  return classToSize.slice(1).map((elemsize, i) => ({
    elemsize,
    npages: classToAllocnpages[i + 1]!,
    divMul: classToDivMagic[i + 1]!,
  }));
}

/** Where it is where it died still. Of the deaths of one descriptor, the last. */
function deathsOf({ go, goTouched: { freedSpans: freed } }: ViewOf<'go'>): readonly Death[] {
  if (freed.length === 0) return NONE;
  const last = new Map(freed.map((each) => [each.index, each]));
  return [...last.values()].flatMap((each) => {
    const span = go.allspans[each.index];
    const isIt = span?.state === SPAN_DEAD && span.startAddr === each.startAddr;
    return isIt ? [{ freed: each, span }] : [];
  });
}

function isManual(span: SpanView): boolean {
  return span.state === SPAN_MANUAL;
}

function isOnePage(span: SpanView): boolean {
  return span.npages === 1;
}
