/** Spans as subjects. */
import { defineQuantifier } from '../invariant.ts';
import { SPAN_IN_USE } from '../views/go.ts';
import type { GoView, SpanView } from '../views/go.ts';
import type { FreedSpan } from '../views/go-touched.ts';
import { only } from './only.ts';

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

function isOnePage(span: SpanView): boolean {
  return span.npages === 1;
}
