/** The lists of classes, processors and blocks of a classic Go heap. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { Addr } from '../../src/base/units.ts';
import type { Block } from '../views/client.ts';
import type {
  ClassicCacheView,
  ClassicCentralView,
  ClassicSpanView,
  ClassicView,
} from '../views/classic.ts';
import { SPAN_IN_USE } from '../views/go.ts';
import { NONE, only } from './only.ts';

type View = ViewOf<'classic'>;

/** A span on a list of its class. */
export interface CentralSpan {
  readonly central: ClassicCentralView;
  readonly span: ClassicSpanView;
}

export const classicNonempty = defineQuantifier({
  every: 'span on a nonempty list',
  level: 'classic',
  all: ({ classic }: View): readonly CentralSpan[] => ofCentrals(classic, 'nonempty'),
  touched: ({ classic }) => changed(ofCentrals(classic, 'nonempty'), classic),
});

export const classicEmpty = defineQuantifier({
  every: 'span on an empty list',
  level: 'classic',
  all: ({ classic }: View): readonly CentralSpan[] => ofCentrals(classic, 'empty'),
  touched: ({ classic }) => changed(ofCentrals(classic, 'empty'), classic),
});

export const classicSmallSpans = defineQuantifier({
  every: 'span of a size class',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicSpanView[] => only(classic.allspans, isSmall),
  touched: ({ classic }) => only(classic.log.spans, isSmall),
});

export const classicLargeSpans = defineQuantifier({
  every: 'span of a large object',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicSpanView[] => only(classic.allspans, isLarge),
  touched: ({ classic }) => only(classic.log.spans, isLarge),
});

/** The current span of a processor. */
export interface CachedSpan {
  readonly p: number;
  readonly spanclass: number;
  readonly span: ClassicSpanView;
}

export const classicCached = defineQuantifier({
  every: 'span that a processor has',
  level: 'classic',
  all: ({ classic }: View): readonly CachedSpan[] => cached(classic),
  touched: ({ classic }) => (classic.log.spans.length > 0 ? cached(classic) : NONE),
});

export interface ProcessorCache {
  readonly p: number;
  readonly mcache: ClassicCacheView;
}

export const classicCaches = defineQuantifier({
  every: 'processor with a tiny block',
  level: 'classic',
  all: ({ classic: { mcaches } }: View): readonly ProcessorCache[] =>
    mcaches.flatMap((mcache, p) => (mcache.tiny === 0 ? [] : [{ p, mcache }])),
});

/** A slot that was freed by name and waits to be handed out again. */
export interface ReusableSlot {
  readonly p: number;
  readonly spanclass: number;
  readonly addr: Addr;
}

export const classicReusable = defineQuantifier({
  every: 'freed slot that a processor keeps',
  level: 'classic',
  all: ({ classic: { mcaches } }: View): readonly ReusableSlot[] =>
    mcaches.flatMap(({ reusable }, p) =>
      reusable.flatMap((list, spanclass) => list.map((addr) => ({ p, spanclass, addr }))),
    ),
});

export const classicBlocks = defineQuantifier({
  every: 'live block with bytes',
  level: 'classic',
  all: ({ client }: View): readonly Block[] => only(client.live, hasBytes),
  touched: ({ client }) => only(client.placed, hasBytes),
});

export const classicPointerBlocks = defineQuantifier({
  every: 'live block that may hold pointers',
  level: 'classic',
  all: ({ client }: View): readonly Block[] => only(client.live, hasPointers),
  touched: ({ client }) => only(client.placed, hasPointers),
});

/** Once the program is over, and all was collected. */
export const classicAtEnd = defineQuantifier({
  every: 'heap without blocks',
  level: 'classic',
  all: ({ classic }: View): readonly ClassicView[] => [classic],
});

/** The in-use span that owns the byte at `addr`. */
export function classicOwner(classic: ClassicView, addr: Addr): ClassicSpanView | undefined {
  const span = classic.spanOf(addr);
  if (span?.state !== SPAN_IN_USE) return undefined;
  return addr >= span.startAddr && addr < span.limit ? span : undefined;
}

function hasBytes({ size }: Block): boolean {
  return size > 0;
}

function hasPointers({ pointerWords }: Block): boolean {
  return pointerWords > 0;
}

function isSmall({ state, spanclass }: ClassicSpanView): boolean {
  return state === SPAN_IN_USE && spanclass >= 2;
}

function isLarge({ state, spanclass }: ClassicSpanView): boolean {
  return state === SPAN_IN_USE && spanclass < 2;
}

function ofCentrals({ central }: ClassicView, list: 'nonempty' | 'empty'): readonly CentralSpan[] {
  const found: CentralSpan[] = [];
  for (const each of central) for (const span of each[list]) found.push({ central: each, span });
  return found;
}

function changed(spans: readonly CentralSpan[], { log }: ClassicView): readonly CentralSpan[] {
  return log.spans.length === 0 ? NONE : spans.filter(({ span }) => log.spans.includes(span));
}

function cached({ mcaches }: ClassicView): readonly CachedSpan[] {
  const found: CachedSpan[] = [];
  for (const [p, { alloc }] of mcaches.entries())
    for (const [spanclass, span] of alloc.entries())
      if (span.nelems > 0) found.push({ p, spanclass, span });
  return found;
}
