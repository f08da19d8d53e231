/** Size classes, central lists and thread caches of TCMalloc, and the objects in them. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { Addr } from '../../src/base/units.ts';
import type { Block } from '../views/client.ts';
import type { TcSpanView } from '../views/tc-span.ts';
import type {
  CentralListView,
  SizeMapView,
  TcmallocGeometryView,
  TcmallocView,
  ThreadCacheView,
  ThreadListView,
} from '../views/tcmalloc.ts';
import { NONE } from './only.ts';
import { isOfClass } from './tcmalloc-spans.ts';

/** A class with the table and the numbers that it is made by. */
export interface SizeClass {
  readonly c: number;
  readonly map: SizeMapView;
  readonly geometry: TcmallocGeometryView;
  /** The sizes that it is the smallest class for. */
  readonly low: number;
  readonly high: number;
}

export const tcSizeClasses = defineQuantifier({
  every: 'size class',
  level: 'tcmalloc',
  isConstant: true,
  all: ({ tcmalloc: { sizeMap: map, geometry } }): readonly SizeClass[] =>
    map.sizes.slice(1).map((high, i) => ({
      c: i + 1,
      map,
      geometry,
      low: (map.sizes[i] as number) + 1,
      high,
    })),
});

/** Touched by every command that changed anything. */
export const tcHeap = defineQuantifier({
  every: 'heap',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly TcmallocView[] => [tcmalloc],
  touched: ({ tcmalloc }) => (tcmalloc.log.eventful ? [tcmalloc] : NONE),
});

/** What takes a walk through all of it. */
export const wholeTcHeap = defineQuantifier({
  every: 'heap as a whole',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly TcmallocView[] => [tcmalloc],
});

export const centralLists = defineQuantifier({
  every: 'central list of a size class',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly CentralListView[] => tcmalloc.central,
  touched: ({ tcmalloc: { log, central } }) =>
    log.classes.map((c) => central[c] as CentralListView),
});

export const threadCaches = defineQuantifier({
  every: 'thread cache',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly ThreadCacheView[] => tcmalloc.caches,
});

/** A list of a thread's cache. */
export interface ThreadList {
  readonly thread: number;
  readonly sizeClass: number;
  readonly list: ThreadListView;
}

/** Of those that never had anything, nothing is said. */
export const threadLists = defineQuantifier({
  every: 'list of a thread',
  level: 'tcmalloc',
  all: ({ tcmalloc }): readonly ThreadList[] => tcmalloc.caches.flatMap(listsOf),
});

export const grownLists = defineQuantifier({
  every: 'list that a free made longer and that was neither cut nor scavenged by it',
  level: 'tcmalloc',
  all: grown,
  touched: grown,
});

/** An object that is free somewhere, and where. */
export interface FreeObject {
  readonly addr: Addr;
  /** The class of what lists it. */
  readonly sizeClass: number;
  readonly where: string;
  /** Where else it is: free once more, or live. */
  readonly also: string | undefined;
}

export const freeObjects = defineQuantifier({
  every: 'object on a list of a thread, in a batch or on a list of a span',
  level: 'tcmalloc',
  all: ({ tcmalloc, client }): readonly FreeObject[] => {
    const seen = new Map<Addr, string>(client.live.map(({ addr }) => [addr, 'held by the client']));
    return placed(tcmalloc).map(({ addr, sizeClass, where }) => {
      const also = seen.get(addr);
      seen.set(addr, where);
      return { addr, sizeClass, where, also };
    });
  },
});

/** A span of a class, and how many of its objects somebody outside of it has. */
export interface HeldSpan {
  readonly span: TcSpanView;
  readonly held: number;
}

export const heldSpans = defineQuantifier({
  every: 'span of a size class with those who have its objects',
  level: 'tcmalloc',
  all: ({ tcmalloc, client }): readonly HeldSpan[] => {
    const held = new Map<TcSpanView, number>();
    const count = (addr: Addr): void => {
      const span = tcmalloc.spanAt(pageOf(tcmalloc, addr));
      if (span !== undefined) held.set(span, (held.get(span) ?? 0) + 1);
    };
    for (const { addr } of client.live) count(addr);
    for (const { addr } of outside(tcmalloc)) count(addr);
    return tcmalloc.spans.filter(isOfClass).map((span) => ({ span, held: held.get(span) ?? 0 }));
  },
});

export const tcBlocks = defineQuantifier({
  every: 'live block of TCMalloc',
  level: 'tcmalloc',
  all: ({ client }): readonly Block[] => client.live,
  touched: ({ client }) => client.placed,
});

export function pageOf({ geometry }: TcmallocView, addr: Addr): number {
  return Math.floor(addr / geometry.pageBytes);
}

/** Objects of a span of the class. */
export function objectsPerSpan({ sizeMap, geometry }: TcmallocView, c: number): number {
  return Math.floor(((sizeMap.pages[c] as number) * geometry.pageBytes) / sizeMap.sizes[c]!);
}

function listsOf({ thread, lists }: ThreadCacheView): readonly ThreadList[] {
  return lists
    .map((list, sizeClass) => ({ thread, sizeClass, list }))
    .filter(({ list }) => list.maxLength !== 1 || list.length !== 0 || list.objects.length !== 0);
}

function grown({ tcmalloc: { log, caches } }: ViewOf<'tcmalloc'>): readonly ThreadList[] {
  if (log.grown.length === 0) return NONE;
  return log.grown.flatMap(({ thread, sizeClass }) => {
    const list = caches.find((cache) => cache.thread === thread)?.lists[sizeClass];
    return list === undefined ? [] : [{ thread, sizeClass, list }];
  });
}

interface Placed {
  readonly addr: Addr;
  readonly sizeClass: number;
  readonly where: string;
}

/** Objects with threads and in batches. */
function outside({ caches, central }: TcmallocView): readonly Placed[] {
  const ofThreads = caches.flatMap(({ thread, lists }) =>
    lists.flatMap(({ objects }, sizeClass) =>
      objects.map((addr) => ({ addr, sizeClass, where: `with thread ${thread}` })),
    ),
  );
  const inBatches = central.flatMap(({ sizeClass, slots }) =>
    slots.flat().map((addr) => ({ addr, sizeClass, where: 'in a batch' })),
  );
  return [...ofThreads, ...inBatches];
}

function placed(tcmalloc: TcmallocView): readonly Placed[] {
  const inSpans = tcmalloc.spans
    .filter(isOfClass)
    .flatMap(({ sizeClass, objects }) =>
      objects.map((addr) => ({ addr, sizeClass, where: 'on the list of its span' })),
    );
  return [...outside(tcmalloc), ...inSpans];
}
