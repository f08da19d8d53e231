/**
 * A process under test: an address space that a program image is loaded into, with the calls of a system and the accesses of a
 * processor.
 *
 * Addresses are plain numbers here; the programs that drive it name places by region (src/process).
 */
import type { Addr, Bytes } from '../src/base/units.ts';
import type {
  Access,
  FrameView,
  ProcessOutcome,
  PteView,
  RegionKind,
  RegionView,
  TableView,
  TlbEntryView,
} from './views/process.ts';

/** How a system promises memory that it may not have. */
export type Overcommit =
  /** Refuses only what is more than there is in all. */
  | 'guess'
  | 'always'
  /** Refuses what goes beyond the limit. */
  | 'never';

export interface SystemConfig {
  readonly overcommit: Overcommit;
  /** Frames beyond those that the loader uses. */
  readonly spareFrames: number;
  /** Pages that may be committed beyond those of the loaded image, where overcommit is `never`. */
  readonly sparePages: number;
}

/** A region that the loader maps. */
export interface ImageRegion {
  readonly start: Addr;
  readonly end: Addr;
  readonly prot: number;
  readonly kind: RegionKind;
  /** Of its first byte in the file; -1 where it is of none. */
  readonly fileOffset: number;
}

/** A program as the loader lays it out. */
export interface Image {
  readonly bytes: Uint8Array;
  readonly entry: Addr;
  /** What an address of the file is moved by. */
  readonly bias: Addr;
  /** In the order in which they are mapped: a later one replaces what an earlier one has of its pages. */
  readonly regions: readonly ImageRegion[];
  /** Parts of pages of the file that the loader makes zero. */
  readonly zeroed: readonly (readonly [from: Addr, to: Addr])[];
  /** All that is to be zero. */
  readonly bss: readonly (readonly [from: Addr, to: Addr])[];
  readonly heapStart: Addr;
  /** Mappings lie between these two, where no place is said. */
  readonly mmapTop: Addr;
  readonly lowest: Addr;
  /** One past the last address. */
  readonly end: Addr;
  readonly stack: {
    readonly top: Addr;
    readonly start: Addr;
    /** The lowest that it may reach. */
    readonly lowest: Addr;
    /** Bytes below it in which it is not brought near to anything else. */
    readonly gap: Bytes;
    readonly prot: number;
  };
}

export interface MapRequest {
  /** Where: undefined for anywhere. What is there is replaced. */
  readonly addr: Addr | undefined;
  readonly bytes: Bytes;
  readonly prot: number;
  readonly isReserveless: boolean;
  /** `guard` for a region without rights that is there to fault. */
  readonly kind: 'mapping' | 'guard';
}

export type Advice = 'dontneed' | 'free' | 'huge' | 'nohuge';

export interface AccessRequest {
  readonly addr: Addr;
  /** > 0. */
  readonly bytes: Bytes;
  readonly access: Access;
  /** Of each byte that is written. */
  readonly value: number;
}

/** What came of an access: `read` has what was read, up to the fault. */
export interface Accessed {
  readonly outcome: ProcessOutcome;
  readonly read: Uint8Array;
}

export interface ProcessSubject {
  mmap(request: MapRequest): ProcessOutcome;
  munmap(addr: Addr, bytes: Bytes): ProcessOutcome;
  mprotect(addr: Addr, bytes: Bytes, prot: number): ProcessOutcome;
  madvise(addr: Addr, bytes: Bytes, advice: Advice): ProcessOutcome;
  /** Moves the break; gives where it is then, which is where it was when it is refused. */
  brk(addr: Addr): ProcessOutcome;
  access(request: AccessRequest): Accessed;
  /** The system takes frames that were given back by MADV_FREE: so many at most. */
  reclaim(frames: number): void;

  readonly regions: readonly RegionView[];
  readonly ptes: readonly PteView[];
  readonly tlb: readonly TlbEntryView[];
  readonly frames: readonly FrameView[];
  readonly tables: readonly TableView[];
  readonly residentFrames: number;
  readonly committedPages: number;
  readonly commitLimit: number;
  readonly freeFrames: number;
  readonly heap: { readonly start: Addr; readonly brk: Addr };
  /** What translated pages hold, by address, but for those that hold zeroes because nothing was ever written there. */
  readonly held: ReadonlyMap<Addr, Uint8Array>;
  /** What a page holds, whoever may read it; undefined for zeroes. */
  pageBytes(addr: Addr): Uint8Array | undefined;
}

/** Makes a process of an image. */
export type MakeProcess = (image: Image, config: SystemConfig) => ProcessSubject;
