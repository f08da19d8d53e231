/** A span of TCMalloc, as an observer may see it: a run of pages that belong to one block, to one class, or to nobody. */
import type { Addr, Pages } from '../../src/base/units.ts';

/** An address divided by the size of a page. */
export type PageNumber = number;

/** Where a span is: handed out, free and backed by memory, or free with its memory given back. */
export const IN_USE = 0;
export const NORMAL = 1;
export const RETURNED = 2;
export type Location = 0 | 1 | 2;

export interface TcSpanView {
  readonly page: PageNumber;
  readonly npages: Pages;
  readonly location: Location;
  /** 0 for a large block, and for one that is free. */
  readonly sizeClass: number;
  /** Objects that were handed out of it. */
  readonly refcount: number;
  /** Its free objects, the next to be handed out last. */
  readonly objects: readonly Addr[];
}

/** In words, by location. */
export const LOCATION_NAMES = ['in use', 'normal', 'returned'] as const;
