/** What can be quantified over in goroutines' stacks. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import { GC_OFF } from '../views/go.ts';
import type { SpanView } from '../views/go.ts';
import { STACK_MIN } from '../views/runtime.ts';
import type { CacheChange, StackCopy, StackScan } from '../views/stack-log.ts';
import type { GoStackView, KeptStackView, StackCacheView } from '../views/stacks.ts';
import { NONE } from './only.ts';

type StacksLevel = ViewOf<'stacks'>;

/** The stack of a goroutine. */
export interface OwnedStack {
  readonly g: number;
  readonly stack: GoStackView;
}

/** What a processor caches of one order. */
export interface ProcStackCache {
  readonly p: number;
  readonly order: number;
  readonly cache: StackCacheView;
}

/** The spans of one order that have a free stack. */
export interface StackList {
  readonly order: number;
  readonly spans: readonly SpanView[];
}

/** A stack, used or free, and the one that follows it in memory. */
export interface PlacedStack {
  readonly lo: Addr;
  readonly size: Bytes;
  /** Whose it is. */
  readonly where: string;
  readonly next: PlacedStack | undefined;
}

const owned = ({ stacks }: StacksLevel): readonly OwnedStack[] =>
  stacks.goroutines.flatMap((stack, g) => (stack.lo === 0 ? [] : [{ g, stack }]));

export const goroutineStacks = defineQuantifier({
  every: 'stack of a goroutine',
  level: 'stacks',
  all: owned,
});

/** Those of goroutines that may have called since, judged by what is cheap. */
export const callStacks = defineQuantifier({
  every: 'stack with frames',
  level: 'stacks',
  all: owned,
  touched: owned,
});

export const stackCaches = defineQuantifier({
  every: "order of a processor's stack cache",
  level: 'stacks',
  all: ({ stacks }): readonly ProcStackCache[] =>
    stacks.caches.flatMap((orders, p) => orders.map((cache, order) => ({ p, order, cache }))),
});

export const cutSpans = defineQuantifier({
  every: 'span that stacks are cut from',
  level: 'stacks',
  all: ({ stacks }): readonly SpanView[] => stacks.spans,
});

export const stackLists = defineQuantifier({
  every: 'order of the stack pool',
  level: 'stacks',
  all: ({ stacks }): readonly StackList[] => stacks.lists.map((spans, order) => ({ order, spans })),
});

export const allStacks = defineQuantifier({
  every: 'stack, used or free',
  level: 'stacks',
  all: placed,
});

export const keptStacks = defineQuantifier({
  every: 'stack of a dead goroutine',
  level: 'stacks',
  all: ({ stacks }): readonly KeptStackView[] => stacks.kept.flat().filter(({ lo }) => lo !== 0),
});

/** Spans of stacks, where no cycle marks. */
export const idleStackSpans = defineQuantifier({
  every: 'span of stacks while no cycle marks',
  level: 'stacks',
  all: ({ go, stacks }): readonly SpanView[] =>
    go.gcphase === GC_OFF ? [...stacks.spans, ...stacks.large.flat()] : NONE,
});

export const stackCopies = ofLog(
  'stack that was copied',
  ({ stacks }): readonly StackCopy[] => stacks.log.copies,
);

/** A stack that was copied for a frame of so many bytes. */
export interface GrownStack extends StackCopy {
  readonly needed: Bytes;
}

export const grownStacks = ofLog('stack that grew', ({ stacks }): readonly GrownStack[] =>
  stacks.log.copies.flatMap((copy) =>
    typeof copy.why === 'object' ? [{ ...copy, needed: copy.why.needed }] : [],
  ),
);

export const shrunkStacks = ofLog('stack that shrank', ({ stacks }): readonly StackCopy[] =>
  stacks.log.copies.filter(({ why }) => typeof why === 'string'),
);

export const stackScans = ofLog(
  'stack that was scanned',
  ({ stacks }): readonly StackScan[] => stacks.log.scans,
);

export const cacheRefills = ofLog(
  'stack cache that was refilled',
  ({ stacks }) => stacks.log.refilled,
);

export const cacheReleases = ofLog(
  'full stack cache that gave stacks back',
  ({ stacks }) => stacks.log.released,
);

export const cacheClearings = ofLog(
  'stack cache that was emptied',
  ({ stacks }) => stacks.log.cleared,
);

export const deadStacks = ofLog(
  'dead goroutine that left its stack',
  ({ stacks }) => stacks.log.left,
);

function ofLog<S = CacheChange>(every: string, all: (view: StacksLevel) => readonly S[]) {
  return defineQuantifier<'stacks', S>({ every, level: 'stacks', all, touched: all });
}

/** In order of address. */
function placed({ stacks }: StacksLevel): readonly PlacedStack[] {
  const places: Omit<PlacedStack, 'next'>[] = owned({ stacks } as StacksLevel).map(
    ({ g, stack: { lo, hi } }) => ({ lo, size: hi - lo, where: `goroutine ${g}` }),
  );
  for (const [p, orders] of stacks.caches.entries()) {
    for (const [order, { list }] of orders.entries())
      for (const lo of list) places.push({ lo, size: STACK_MIN << order, where: `cache of P${p}` });
  }
  for (const { lo, size } of stacks.kept.flat()) {
    if (lo !== 0) places.push({ lo, size, where: 'a dead goroutine' });
  }
  for (const span of stacks.spans) {
    for (const lo of stacks.freeOf(span))
      places.push({ lo, size: span.elemsize, where: 'the pool' });
  }
  for (const { startAddr: lo, elemsize: size } of stacks.large.flat()) {
    places.push({ lo, size, where: 'the large ones' });
  }
  places.sort((a, b) => a.lo - b.lo);
  let next: PlacedStack | undefined;
  return places.toReversed().map((place) => {
    next = { ...place, next: next === undefined ? undefined : { ...next, next: undefined } };
    return next;
  });
}
