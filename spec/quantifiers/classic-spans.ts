/** Spans of a classic Go heap, the table and the lists that name them, and the reservation. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { Pages } from '../../src/base/units.ts';
import { hex } from '../../src/base/units.ts';
import { SPAN_FREE } from '../views/classic.ts';
import type { ClassicSpanView, ClassicView, ReservationView } from '../views/classic.ts';
import { SPAN_DEAD, SPAN_IN_USE } from '../views/go.ts';
import { NONE, only } from './only.ts';

type View = ViewOf<'classic'>;

export const classicSpans = defineQuantifier({
  every: 'span with pages',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicSpanView[] => only(classic.allspans, hasPages),
  touched: ({ classic }) => only(classic.log.spans, hasPages),
});

export const classicFreeSpans = defineQuantifier({
  every: 'free span',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicSpanView[] => only(classic.allspans, isFree),
  touched: ({ classic }) => only(classic.log.spans, isFree),
});

/** What takes a look at the memory of each. */
export const classicWholeFreeSpans = defineQuantifier({
  every: 'free span, with all its pages',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicSpanView[] => only(classic.allspans, isFree),
});

export const classicUsedSpans = defineQuantifier({
  every: 'span in use',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicSpanView[] => only(classic.allspans, isInUse),
  touched: ({ classic }) => only(classic.log.spans, isInUse),
});

/** What takes a walk over all slots of each. */
export const classicSlotSpans = defineQuantifier({
  every: 'span in use, with all its slots',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicSpanView[] => only(classic.allspans, isInUse),
});

export const classicDescriptors = defineQuantifier({
  every: 'descriptor of a span',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicSpanView[] => classic.allspans,
  touched: ({ classic }) => classic.log.spans,
});

/** A span where it is listed as free. */
export interface ClassicListed {
  readonly span: ClassicSpanView;
  /** Of the list; 0 for the order of long ones. */
  readonly length: Pages;
}

export const classicListed = defineQuantifier({
  every: 'span on a list of free ones',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicListed[] => listed(classic),
  touched: ({ classic }) => (classic.log.eventful ? listed(classic) : NONE),
});

export interface ClassicPair {
  readonly lower: ClassicSpanView;
  readonly upper: ClassicSpanView;
}

export const classicLargeNeighbours = defineQuantifier({
  every: 'pair of neighbours in the order of long free spans',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicPair[] => pairs(classic.freelarge),
  touched: ({ classic }) => (classic.log.eventful ? pairs(classic.freelarge) : NONE),
});

/** Neighbours by address, whether they touch or not. */
export const classicNeighbours = defineQuantifier({
  every: 'pair of spans that follow each other',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicPair[] => pairs(byAddress(classic)),
  touched: ({ classic }) => (classic.log.spans.length > 0 ? pairs(byAddress(classic)) : NONE),
});

export const classicReservation = defineQuantifier({
  every: 'reservation',
  level: 'classic',
  all: ({ classic }: View): readonly ReservationView[] => reservations(classic),
  touched: ({ classic }) => (classic.log.growths.length > 0 ? reservations(classic) : NONE),
});

/** Touched by every command that changed anything. */
export const classicHeap = defineQuantifier({
  every: 'heap with an arena',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicView[] => heaps(classic),
  touched: ({ classic }) => (classic.log.eventful ? heaps(classic) : NONE),
});

export function hasPages({ state }: ClassicSpanView): boolean {
  return state !== SPAN_DEAD;
}

function isFree({ state }: ClassicSpanView): boolean {
  return state === SPAN_FREE;
}

function isInUse({ state }: ClassicSpanView): boolean {
  return state === SPAN_IN_USE;
}

function heaps(classic: ClassicView): readonly ClassicView[] {
  return classic.reservation === undefined ? NONE : [classic];
}

function reservations({ reservation }: ClassicView): readonly ReservationView[] {
  return reservation === undefined ? NONE : [reservation];
}

/** Where a span is, in words. */
export function classicSpanName({ startAddr, npages }: ClassicSpanView): string {
  return `span of ${npages} pages at ${hex(startAddr)}`;
}

function listed({ free, freelarge }: ClassicView): readonly ClassicListed[] {
  return [
    ...free.flatMap((list, length) => list.map((span) => ({ span, length }))),
    ...freelarge.map((span) => ({ span, length: 0 })),
  ];
}

function byAddress({ allspans }: ClassicView): readonly ClassicSpanView[] {
  return allspans.filter(hasPages).sort((a, b) => a.startAddr - b.startAddr);
}

function pairs(spans: readonly ClassicSpanView[]): readonly ClassicPair[] {
  return spans.slice(1).map((upper, i) => ({ lower: spans[i] as ClassicSpanView, upper }));
}
