/** Contracts by name: what the standards promise, and what each allocator's own manual adds. */
import { MIB } from '../src/base/units.ts';
import { C_CONTRACT } from './contract.ts';
import type { Contract } from './contract.ts';

export interface NamedContract {
  readonly name: string;
  /** What it promises, in a few words. */
  readonly title: string;
  readonly contract: Contract;
  readonly sources: readonly string[];
}

/** What a client may hold before a small request may fail. */
const PLENTY = 64 * MIB;

const POSIX: Contract = {
  ...C_CONTRACT,
  plenty: PLENTY,
  promises: ['pointer-after-failure', 'usable-size'],
};

/** A malloc of no bytes gives a block. */
const WITH_EMPTY_BLOCKS: Contract = { ...POSIX, zeroSize: 'block' };

const MALLOC_USABLE_SIZE = 'malloc_usable_size(3)';

/** The first is what is meant when nothing is said. */
export const CONTRACTS: readonly NamedContract[] = [
  {
    name: 'posix',
    title: 'C17, that a failed posix_memalign leaves the pointer, and steady usable sizes',
    contract: POSIX,
    sources: ['C17 7.22.3', 'POSIX.1-2017 malloc, posix_memalign', MALLOC_USABLE_SIZE],
  },
  {
    name: 'c',
    title: 'C17 and no more',
    contract: { ...C_CONTRACT, plenty: PLENTY },
    sources: ['C17 7.22.3'],
  },
  {
    name: 'glibc',
    title: 'posix, a block for no bytes, and all usable bytes may be written',
    contract: { ...WITH_EMPTY_BLOCKS, usable: 'writable' },
    sources: ['malloc(3)', MALLOC_USABLE_SIZE],
  },
  {
    name: 'musl',
    title: 'posix, a block for no bytes, and all usable bytes may be written',
    contract: { ...WITH_EMPTY_BLOCKS, usable: 'writable' },
    sources: ['musl src/malloc: malloc_usable_size'],
  },
  {
    name: 'jemalloc',
    title: 'posix, and a block for no bytes; the manual warns of using more than was asked for',
    contract: WITH_EMPTY_BLOCKS,
    sources: ['jemalloc(3): malloc_usable_size'],
  },
  {
    name: 'tcmalloc',
    title: 'posix, and a block for no bytes',
    contract: WITH_EMPTY_BLOCKS,
    sources: ['gperftools src/tcmalloc.cc: do_malloc'],
  },
  {
    name: 'mimalloc',
    title: 'posix, a block for no bytes, and all usable bytes may be written',
    contract: { ...WITH_EMPTY_BLOCKS, usable: 'writable' },
    sources: ['mimalloc.h: mi_usable_size'],
  },
  {
    name: 'strict',
    title:
      'all of these and what is contested: errno after a free and a failure, alignment of no bytes, zeroes beyond the size',
    contract: {
      ...WITH_EMPTY_BLOCKS,
      usable: 'writable',
      alignsNothing: true,
      zeroesUsable: true,
      promises: [...POSIX.promises, 'errno-after-failure', 'errno-after-free'],
    },
    sources: ['POSIX.1-2024 free', 'glibc 2.33: free preserves errno', MALLOC_USABLE_SIZE],
  },
];
