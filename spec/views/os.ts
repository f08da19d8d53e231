/** What an observer may see of the simulated operating system. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { OsCall } from '../subject.ts';

/** States of a physical page (go1.19 runtime/mem.go, "Ready" and so on). */
export const PAGE_NONE = 0;
export const PAGE_RESERVED = 1;
export const PAGE_PREPARED = 2;
export const PAGE_READY = 3;
export type PageState = 0 | 1 | 2 | 3;

/** A run of physical pages in one state. */
export interface PageRun {
  readonly addr: Addr;
  readonly bytes: Bytes;
  readonly state: PageState;
}

export interface OsView {
  readonly physPageBytes: Bytes;
  /** Bytes in Ready pages, touched or not. */
  readonly residentBytes: Bytes;
  /** Bytes in Prepared and Ready pages. */
  readonly committedBytes: Bytes;
  /** Bytes in Reserved, Prepared and Ready pages. */
  readonly reservedBytes: Bytes;
  /** Calls refused so far. */
  readonly refusals: number;
  /** Calls made so far, of every kind. */
  readonly calls: number;
  /** The same by kind, the refused ones included; where they are told apart. */
  readonly callsByKind?: Readonly<Record<OsCallKind, number>>;
  /** Those of the kinds that a fault plan can refuse, the refused ones included. */
  readonly refusable: Readonly<Record<OsCall, number>>;
  stateAt(addr: Addr): PageState;
  /** All runs that are not None, ascending, maximal. Counted from the pages, not from the counters. */
  runs(): readonly PageRun[];
}

/** The calls that a heap makes, by Go's names without `sys`. */
export type HeapOsCall = 'reserve' | 'map' | 'used' | 'unused' | 'free';

/** All calls that there are, by the same names. */
export type OsCallKind = HeapOsCall | 'fault';

/** What the simulated operating system reports of calls. */
export interface OsEvents {
  /** Of `bytes`, so many were in the state already that the call leads to. */
  served(call: HeapOsCall, bytes: Bytes, already: Bytes): void;
  refused(call: 'reserve' | 'map'): void;
}
