/**
 * A program for a process: what the system is like, and commands. Plain data; text.ts has its text form.
 *
 * A place is named by a region of the image, or by the mmap that made it, with an offset; never by an address. Where there is
 * no such region, or the mmap was refused, the command does nothing. So every subsequence of a program is a program.
 */
import type { Bytes } from '../base/units.ts';
import type { Advice, SystemConfig } from '../../spec/process.ts';

/** What a place may be named by besides labels: regions as they are when the process begins. */
export const BASES = [
  /** The address 0. */
  'null',
  'text',
  'rodata',
  'relro',
  'data',
  'bss',
  /** Where the heap begins. */
  'heap',
  /** Its top: places on it have negative offsets. */
  'stack',
  /** One past the gap below all that the stack may reach: places in it have negative offsets. */
  'guard',
] as const;

/** A region, or a label of lower-case letters. */
export interface Place {
  readonly base: string;
  readonly offset: Bytes;
}

export type ProcessCommand =
  | {
      readonly op: 'mmap';
      readonly label: string;
      readonly bytes: Bytes;
      readonly prot: number;
      readonly isReserveless: boolean;
      readonly kind: 'mapping' | 'guard';
      /** Undefined for anywhere. */
      readonly at: Place | undefined;
    }
  | { readonly op: 'munmap'; readonly at: Place; readonly bytes: Bytes }
  | { readonly op: 'mprotect'; readonly at: Place; readonly bytes: Bytes; readonly prot: number }
  | { readonly op: 'madvise'; readonly at: Place; readonly bytes: Bytes; readonly advice: Advice }
  /** Moves the break by so much. */
  | { readonly op: 'brk'; readonly delta: Bytes }
  | { readonly op: 'read' | 'exec'; readonly at: Place; readonly bytes: Bytes }
  | { readonly op: 'write'; readonly at: Place; readonly bytes: Bytes; readonly value: number }
  /** Calls a function whose frame has so many bytes: the return address is written below it. */
  | { readonly op: 'call'; readonly bytes: Bytes }
  | { readonly op: 'ret' }
  /** The system takes so many frames that were given back by `madvise … free`. */
  | { readonly op: 'reclaim'; readonly frames: number };

export interface ProcessProgram {
  readonly config: SystemConfig;
  readonly commands: readonly ProcessCommand[];
}

export const ADVICES = ['dontneed', 'free', 'huge', 'nohuge'] as const;
export const OVERCOMMITS = ['guess', 'always', 'never'] as const;

export const DEFAULT_CONFIG: SystemConfig = {
  overcommit: 'guess',
  spareFrames: 4096,
  sparePages: 4096,
};
