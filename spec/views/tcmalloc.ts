/**
 * What an observer may see of TCMalloc: its own structures, read-only.
 *
 * A *page* is TCMalloc's own, of `geometry.pageBytes`; page numbers are addresses divided by that. Class 0 is that of large
 * blocks, which are spans of their own. See models/tcmalloc/tcmalloc.ts for the tiers.
 */
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import type { PageNumber, TcSpanView } from './tc-span.ts';
import type { TcmallocLog } from './tcmalloc-log.ts';

/** Objects that a thread's list may hold. */
export const LIST_LENGTH_MAX = 8192;
/** Cuts of a list above a batch that are forgiven before it has to become shorter. */
export const OVERAGES_MAX = 3;
/** A release rate below which nothing is ever given back by itself. */
export const RATE_MIN = 1e-6;

/** The numbers that TCMalloc is built with. */
export interface TcmallocGeometryView {
  readonly name: string;
  readonly pageBytes: Bytes;
  /** What the operating system can take back one at a time. */
  readonly hardwarePageBytes: Bytes;
  /** Every span is a multiple of this. */
  readonly minSpanPages: Pages;
  /** What blocks from here on are aligned to. */
  readonly minAlignment: Bytes;
  /** Larger blocks are spans of their own. */
  readonly maxSmallBytes: Bytes;
  /** Objects that go from tier to tier at once, at most. */
  readonly batchCap: number;
  /** There is a list of free spans for each length up to this; longer ones are in ordered sets. */
  readonly listPages: Pages;
  /** The operating system is asked for no less, at first. */
  readonly growPages: Pages;
  /** Of heap growth, before which all is given back once. */
  readonly coalesceBytes: Bytes;
  readonly budgetBytes: Bytes;
  readonly minBudgetBytes: Bytes;
  readonly stealBytes: Bytes;
  /** Batches that the transfer cache of a class holds: at first, at most, and of so many bytes. */
  readonly slotsAtFirst: number;
  readonly slotsMax: number;
  readonly slotBytesMax: Bytes;
  /** Freed pages between two looks at what to give back, as long as nothing can be given, and at most. */
  readonly releaseDelayPages: Pages;
  readonly releaseDelayMaxPages: Pages;
  readonly metadataChunkBytes: Bytes;
}

/** What a size class is, by number; class 0 is that of large blocks. */
export interface SizeMapView {
  /** Classes, 0 included. */
  readonly count: number;
  readonly sizes: readonly Bytes[];
  readonly pages: readonly Pages[];
  readonly batches: readonly number[];
  /** @param size  0…maxSmallBytes */
  classOf(size: Bytes): number;
  /** What the sizes from half of it on are spread by. */
  alignmentOf(size: Bytes): Bytes;
}

/** The free spans of one location. */
export interface SpanListsView {
  /** By length, 0…listPages: newest first. */
  readonly lists: readonly (readonly TcSpanView[])[];
  /** Longer ones, by length and then by address. */
  readonly set: readonly TcSpanView[];
}

export interface PageHeapView {
  readonly normal: SpanListsView;
  readonly returned: SpanListsView;
  /** Bytes that were obtained for spans, and of them those that are backed by memory, and not. */
  readonly systemBytes: Bytes;
  readonly committedBytes: Bytes;
  readonly unmappedBytes: Bytes;
  /** Bytes in normal free spans. */
  readonly freeBytes: Bytes;
  /** Pages still to be freed before the next look at what to give back. */
  readonly scavengeCounter: number;
  /** The list at which the last release ended, by length; listPages + 1 for the set. */
  readonly releaseAt: number;
  /** 0 for never, 1 as it is; higher is faster. */
  readonly releaseRate: number;
  readonly memoryLimit: Bytes | undefined;
}

export interface RegionView {
  readonly page: PageNumber;
  readonly npages: Pages;
}

/** A thread's list of free objects of a class. */
export interface ThreadListView {
  readonly length: number;
  /** The next to be handed out last. */
  readonly objects: readonly Addr[];
  readonly maxLength: number;
  /** The smallest length since the last scavenge. */
  readonly lowWater: number;
  readonly overages: number;
}

export interface ThreadCacheView {
  readonly thread: number;
  /** Bytes in its lists. */
  readonly bytes: Bytes;
  /** Its budget: above it, it scavenges. */
  readonly maxBytes: Bytes;
  /** By class. */
  readonly lists: readonly ThreadListView[];
}

/** A class's central list, with its transfer cache. */
export interface CentralListView {
  readonly sizeClass: number;
  /** Free objects in its spans. */
  readonly counter: number;
  readonly nonempty: readonly TcSpanView[];
  readonly empty: readonly TcSpanView[];
  /** Batches, the next to be taken last. */
  readonly slots: readonly (readonly Addr[])[];
  readonly capacity: number;
  readonly capacityMax: number;
}

export interface TcmallocView {
  readonly geometry: TcmallocGeometryView;
  readonly sizeMap: SizeMapView;
  readonly heap: PageHeapView;
  /** What was obtained for spans, in the order in which it was. */
  readonly regions: readonly RegionView[];
  /** Of bookkeeping: obtained, and never given back. */
  readonly metadataRegions: readonly RegionView[];
  readonly metadataBytes: Bytes;
  /** Bytes of bookkeeping that are used. */
  readonly metadataUsed: Bytes;
  /** Bytes of bookkeeping that are left, and records that can be had again: of spans, leaves and caches. */
  readonly metadataLeft: readonly number[];
  /** All that there are, in no order. */
  readonly spans: readonly TcSpanView[];
  /** What the page map says; undefined where it says nothing. */
  spanAt(page: PageNumber): TcSpanView | undefined;
  /** What the class cache says of a page; 0 where it says nothing. */
  cachedClass(page: PageNumber): number;
  /** By class. */
  readonly central: readonly CentralListView[];
  /** The class that is asked next to give up a slot. */
  readonly evictTurn: number;
  /** Of threads that have one, newest first. */
  readonly caches: readonly ThreadCacheView[];
  /** The thread whose cache steals are tried at next; -1 for none. */
  readonly stealCursor: number;
  /** Of the overall budget, what no cache has; below 0 where caches got their least regardless. */
  readonly unclaimedBytes: number;
  /** Calls that are suspended half-way. */
  readonly suspended: number;
  /** What the last command did. */
  readonly log: TcmallocLog;
}
