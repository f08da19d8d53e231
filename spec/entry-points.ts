/**
 * The functions of C's malloc family by which an allocator is called, under the names that they have there.
 *
 * A command of a program says what is done (a block of a size, aligned, resized, given back) and, where it matters, by
 * which of these. The first of each list is the one that is meant when nothing is said.
 */
import type { Bytes } from '../src/base/units.ts';

/** What a function does, as commands of programs are called. */
export type EntryKind = 'malloc' | 'calloc' | 'memalign' | 'realloc' | 'reallocarray' | 'free';

export interface EntryPoint {
  readonly name: string;
  /** Whether only one allocator has it, and its header says what it does. */
  readonly isOwn?: true;
  /** Whether the block is zero from end to end. */
  readonly zeroes?: true;
  /** What the address is a multiple of whatever was asked for: a page. */
  readonly alignsToPage?: true;
  /** Which alignments the function takes besides powers of two; others are refused. */
  readonly alignments?: 'pointer-multiple';
  /** Whether a size of 0 is undefined. */
  readonly needsBytes?: true;
  /** Whether the null pointer stands for no block. */
  readonly needsBlock?: true;
  /** How the caller of a free has to know its block: by its size, or by that and its alignment. */
  readonly tells?: 'size' | 'size-and-alignment';
  /** Where it is promised. */
  readonly source: string;
}

const C17 = 'C17 7.22.3';
const JEMALLOC = 'jemalloc(3), non-standard API';
const MIMALLOC = 'mimalloc.h';
const GPERFTOOLS = 'gperftools/tcmalloc.h';

export const ENTRY_POINTS: Readonly<Record<EntryKind, readonly EntryPoint[]>> = {
  malloc: [
    { name: 'malloc', source: `${C17}.4` },
    { name: 'valloc', alignsToPage: true, source: 'valloc(3), obsolete' },
    { name: 'mallocx', isOwn: true, needsBytes: true, source: JEMALLOC },
    { name: 'mi_malloc', isOwn: true, source: MIMALLOC },
    { name: 'mi_zalloc', isOwn: true, zeroes: true, source: MIMALLOC },
    { name: 'tc_malloc', isOwn: true, source: GPERFTOOLS },
  ],
  calloc: [
    { name: 'calloc', zeroes: true, source: `${C17}.2` },
    { name: 'mi_calloc', isOwn: true, zeroes: true, source: MIMALLOC },
  ],
  memalign: [
    { name: 'aligned_alloc', source: `${C17}.1` },
    { name: 'memalign', source: 'memalign(3), obsolete' },
    { name: 'posix_memalign', alignments: 'pointer-multiple', source: 'POSIX posix_memalign' },
    {
      name: 'mallocx_aligned',
      isOwn: true,
      needsBytes: true,
      source: `${JEMALLOC}: mallocx with MALLOCX_ALIGN`,
    },
    { name: 'mi_malloc_aligned', isOwn: true, source: MIMALLOC },
    { name: 'mi_zalloc_aligned', isOwn: true, zeroes: true, source: MIMALLOC },
  ],
  realloc: [
    { name: 'realloc', source: `${C17}.5` },
    { name: 'rallocx', isOwn: true, needsBlock: true, source: JEMALLOC },
    { name: 'mi_realloc', isOwn: true, source: MIMALLOC },
  ],
  reallocarray: [{ name: 'reallocarray', source: 'reallocarray(3), POSIX 2024' }],
  free: [
    { name: 'free', source: `${C17}.3` },
    { name: 'free_sized', tells: 'size', source: 'C23 7.24.3.4' },
    { name: 'free_aligned_sized', tells: 'size-and-alignment', source: 'C23 7.24.3.5' },
    { name: 'sdallocx', isOwn: true, tells: 'size-and-alignment', source: JEMALLOC },
    { name: 'dallocx', isOwn: true, source: JEMALLOC },
    { name: 'tc_free_sized', isOwn: true, tells: 'size', source: GPERFTOOLS },
    { name: 'mi_free_size', isOwn: true, tells: 'size', source: MIMALLOC },
    { name: 'mi_free_size_aligned', isOwn: true, tells: 'size-and-alignment', source: MIMALLOC },
  ],
};

/** How a block was asked for, for the frees that have to be told. */
export interface Asked {
  readonly kind: EntryKind;
  /** Bytes; 0 where none was said. Of a block that was resized: what was said for the first one. */
  readonly alignment: Bytes;
}

/** The entry point that number `via` of a command says; the usual one where there is no such. */
export function entryPoint(kind: EntryKind, via: number): EntryPoint {
  return ENTRY_POINTS[kind][via] ?? (ENTRY_POINTS[kind][0] as EntryPoint);
}

/** Names of the functions that only one allocator has. */
export const OWN_FUNCTIONS: ReadonlySet<string> = new Set(
  Object.values(ENTRY_POINTS)
    .flat()
    .filter(({ isOwn }) => isOwn === true)
    .map(({ name }) => name),
);
