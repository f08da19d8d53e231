/** What an observer may see of a simulated process: its address space as the system, the page tables and the TLB have it. */
import type { Addr, Bytes } from '../../src/base/units.ts';

/** Bytes of a small page, and of a huge one. */
export const PAGE: Bytes = 4096;
export const HUGE_PAGE: Bytes = 512 * PAGE;

/** Rights to a region, as bits. A region with any may be read: x86 tells reading from executing no further. */
export const PROT = { NONE: 0, READ: 1, WRITE: 2, EXEC: 4 } as const;

/**
 * Bits of a translation. NONE stands for a page that is there while its region has no rights, so that it is not present to
 * the processor; LAZY for one that was given back by MADV_FREE.
 */
export const PTE = {
  PRESENT: 1,
  WRITE: 2,
  USER: 4,
  ACCESSED: 0x20,
  DIRTY: 0x40,
  HUGE: 0x80,
  NOEXEC: 0x100,
  NONE: 0x200,
  LAZY: 0x400,
} as const;

/** What a region is for. */
export type RegionKind =
  | 'text'
  | 'rodata'
  | 'relro'
  | 'data'
  | 'bss'
  | 'heap'
  | 'mapping'
  | 'guard'
  | 'stack';

/** A run of pages that are alike. */
export interface RegionView {
  readonly start: Addr;
  /** One past its last byte. */
  readonly end: Addr;
  /** Bits of `PROT`. */
  readonly prot: number;
  readonly kind: RegionKind;
  /** Where its first byte lies in the executable; -1 where it holds none of it. */
  readonly fileOffset: number;
  /** Huge pages were asked for. */
  readonly isHuge: boolean;
  /** It counts against the commit limit. */
  readonly isCommitted: boolean;
  /** It grows downwards when what is below it is accessed. */
  readonly grows: boolean;
}

/** A translation in the page tables. */
export interface PteView {
  /** Of the page. */
  readonly addr: Addr;
  /** PAGE or HUGE_PAGE. */
  readonly bytes: Bytes;
  /** The first one, of 512 where it is huge. */
  readonly frame: number;
  /** Bits of `PTE`. */
  readonly bits: number;
}

/** A translation that the TLB holds: bits as they were when it was looked up. */
export type TlbEntryView = PteView;

/** A physical frame that is in use. */
export interface FrameView {
  readonly frame: number;
  /** Translations that lead to it, as it counts them itself. */
  readonly mappers: number;
  /** The frame of zeroes, a page of the executable, or the process's own. */
  readonly kind: 'zero' | 'file' | 'own';
  /** It was given as one of 512. */
  readonly isOfHuge: boolean;
}

/** A page table of one of the four levels. */
export interface TableView {
  /** 4 for the root, 1 for those of small pages. */
  readonly level: number;
  /** First address that it translates. */
  readonly addr: Addr;
  /** Entries as it counts them itself, and as they are. */
  readonly count: number;
  readonly entries: number;
}

/** What became of a command. */
export type ProcessOutcome =
  | { readonly is: 'ok' }
  /** An address that a system call gave. */
  | { readonly is: 'address'; readonly addr: Addr }
  | { readonly is: 'refused'; readonly error: 'ENOMEM' | 'EINVAL' }
  /** SIGSEGV: nothing is mapped there, or not so. */
  | { readonly is: 'fault'; readonly error: 'MAPERR' | 'ACCERR'; readonly addr: Addr }
  /** No frame was left for a page that may be used: the process is killed. */
  | { readonly is: 'out-of-memory'; readonly addr: Addr };

/** The first byte of a page that was read, or the first that is none of those that it may be. */
export interface ByteReading {
  readonly addr: Addr;
  readonly expected: readonly number[];
  readonly actual: number;
}

export type Access = 'read' | 'write' | 'exec';

/** A part of a page that a command accessed, and was let. */
export interface Touch {
  readonly addr: Addr;
  readonly access: Access;
}

/** What the last command did. */
export interface StepView {
  /** The command, as it is written. */
  readonly command: string;
  readonly outcome: ProcessOutcome;
  /** What was promised. */
  readonly promised: ProcessOutcome;
  /** What lies at the address of a fault, in words. */
  readonly region: string;
  readonly readings: readonly ByteReading[];
  readonly touches: readonly Touch[];
  /** The range of a call that forgets contents, as `madvise … dontneed`, where it was served. */
  readonly forgotten: readonly [from: Addr, to: Addr] | undefined;
  /** The range of a munmap that was served. */
  readonly unmapped: readonly [from: Addr, to: Addr] | undefined;
  /** The break before it and after it, where the command was of it. */
  readonly broke: readonly [from: Addr, to: Addr] | undefined;
}

/** A page of which the process, or its loader, knows what it holds. */
export interface PageView {
  readonly addr: Addr;
  readonly kind: RegionKind;
  /** It was accessed, or written, since it was mapped or forgotten. */
  readonly wasTouched: boolean;
  readonly wasWritten: boolean;
}

export interface ProcessView {
  /** As the system keeps them. */
  readonly regions: readonly RegionView[];
  /** As a naive list of pages gives them, by the calls alone. */
  readonly promisedRegions: readonly RegionView[];
  /** Ascending. */
  readonly ptes: readonly PteView[];
  readonly tlb: readonly TlbEntryView[];
  readonly frames: readonly FrameView[];
  readonly tables: readonly TableView[];
  /** Frames of its own or of its executable that it has mapped, as the system counts them. */
  readonly residentFrames: number;
  /** Pages of regions that are committed, as the system counts them. */
  readonly committedPages: number;
  /** Of committed pages; Infinity where nothing is refused by it. */
  readonly commitLimit: number;
  /** Own frames that are not in use. */
  readonly freeFrames: number;
  readonly heap: { readonly start: Addr; readonly brk: Addr };
  readonly stack: { readonly top: Addr; readonly lowest: Addr; readonly gap: Bytes };
  /** When the process begins: of each page of bss the first byte that is not zero, else the first. Nothing later. */
  readonly bss: readonly ByteReading[];
  readonly step: StepView | undefined;
  /** First byte of each page that holds something else than promised, with what it may hold; else the first byte. */
  readonly contents: readonly ByteReading[];
  /** What is promised of a page; undefined where nothing is mapped. */
  readonly pageAt: (addr: Addr) => PageView | undefined;
}

/** Whether two regions differ in nothing but where they lie. */
export function isAlike(a: RegionView, b: RegionView): boolean {
  return (
    a.prot === b.prot &&
    a.kind === b.kind &&
    a.isHuge === b.isHuge &&
    a.isCommitted === b.isCommitted &&
    a.grows === b.grows
  );
}

/** `rwx` with a dash for each right that there is not. */
export function protText(prot: number): string {
  const r = (prot & PROT.READ) === 0 ? '-' : 'r';
  const w = (prot & PROT.WRITE) === 0 ? '-' : 'w';
  return `${r}${w}${(prot & PROT.EXEC) === 0 ? '-' : 'x'}`;
}
