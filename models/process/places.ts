/**
 * The places of an address space of Linux on x86-64, without randomization.
 *
 * Source: Linux arch/x86/include/asm (page_64_types.h, elf.h), mm/util.c (mmap_base), mm/mmap.c (stack_guard_gap).
 */
import { KIB, MIB } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';

/** Nothing is mapped below it (vm.mmap_min_addr). */
export const LOWEST_ADDR: Addr = 0x1_0000;
/** Where the lowest page of a position independent program lies. */
export const PIE_BASE: Addr = 0x5555_5555_4000;
/** How large such a program may be. */
export const PIE_END: Addr = 0x1000_0000_0000;
/** One past the last byte of a process: 47 bits, without the last page. It is the top of the stack. */
export const USER_END: Addr = 0x7fff_ffff_f000;
/** Mappings lie below it: the stack, and the gap below that, get 128 MiB. */
export const MMAP_TOP: Addr = USER_END - 128 * MIB;
/** Of the stack when the program begins, and the most that it may have (ulimit -s). */
export const STACK_BYTES: Bytes = 132 * KIB;
export const STACK_LIMIT: Bytes = 8 * MIB;
/** What stays free below a stack: 256 pages. */
export const GUARD_GAP: Bytes = MIB;
