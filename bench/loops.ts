/**
 * What is done with a pool: three loops, the same as in glibc-pair.c.
 *
 *     lifo      malloc, free
 *     batch     malloc `live` blocks, then free them in the same order
 *     replace   with `live` blocks, free one at random and malloc another in its place
 *
 * Which block is next is looked up in a table made before, so that no random number is measured.
 */
import { Prng } from '../src/base/prng.ts';
import type { Pool } from './pools.ts';
import type { SizeTable } from './sizes.ts';

export type Loop = 'lifo' | 'batch' | 'replace';

export interface Work {
  readonly loop: Loop;
  readonly table: SizeTable;
  /** Blocks that are live at once. */
  readonly live: number;
}

/** Entries of the table of picks, a power of two. */
const PICKS = 65_536;

/** Which block is replaced: PICKS numbers below `live`. */
export function picksOf(live: number): Int32Array {
  const prng = new Prng(live);
  return Int32Array.from({ length: PICKS }, () => prng.below(live));
}

/** malloc+free pairs of a round. */
export function pairsOf({ loop, live }: Work): number {
  return loop === 'batch' ? live : 16;
}

/** The loop over a pool: runs that many rounds, and answers a digest of the addresses it was given. */
export function prepare(work: Work, pool: Pool): (rounds: number) => number {
  const { loop, live, table } = work;
  const { sizes } = table;
  const slots = new Array<number>(live).fill(0);
  if (loop === 'batch') return (rounds) => batch(pool, sizes, slots, rounds);
  const pairs = pairsOf(work);
  if (loop === 'lifo') return (rounds) => lifo(pool, sizes, rounds * pairs);
  const picks = picksOf(live);
  for (let i = 0; i < live; i += 1) slots[i] = pool.malloc(sizeAt(sizes, i));
  let from = 0;
  return (rounds) => {
    from += rounds * pairs;
    return replace(pool, sizes, { slots, picks, from: from - rounds * pairs, to: from });
  };
}

function lifo(pool: Pool, sizes: Int32Array, pairs: number): number {
  let digest = 0;
  for (let i = 0; i < pairs; i += 1) {
    const addr = pool.malloc(sizeAt(sizes, i));
    digest = (digest ^ addr) | 0;
    pool.free(addr);
  }
  return digest;
}

function batch(pool: Pool, sizes: Int32Array, slots: number[], rounds: number): number {
  let digest = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < slots.length; i += 1) slots[i] = pool.malloc(sizeAt(sizes, i));
    for (let i = 0; i < slots.length; i += 1) {
      const addr = slots[i] as number;
      digest = (Math.imul(digest, 31) + addr) | 0;
      pool.free(addr);
    }
  }
  return digest;
}

interface Replacement {
  readonly slots: number[];
  readonly picks: Int32Array;
  /** Replacements before: a slow pool makes few in a round, and must not see the same few again. */
  readonly from: number;
  readonly to: number;
}

function replace(pool: Pool, sizes: Int32Array, { slots, picks, from, to }: Replacement): number {
  let digest = 0;
  for (let i = from; i < to; i += 1) {
    const pick = picks[i & (PICKS - 1)] as number;
    pool.free(slots[pick] as number);
    const addr = pool.malloc(sizeAt(sizes, i));
    slots[pick] = addr;
    digest = (Math.imul(digest, 31) + addr) | 0;
  }
  return digest;
}

function sizeAt(sizes: Int32Array, i: number): number {
  return sizes[i & (sizes.length - 1)] as number;
}
