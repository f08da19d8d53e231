/**
 * Real memory for simulated addresses, 64 KiB at a time, and the junk that memory holds which
 * nobody may rely on.
 *
 * Slabs are lent from a pool that all address spaces share, since a typed array is dear to make.
 * Whoever takes one fills all of it, so that nothing of its former life shows.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Slab } from '../../spec/subject.ts';

export const LOG_SLAB = 16;
export const SLAB_BYTES: Bytes = 1 << LOG_SLAB;
const SLAB_WORDS = SLAB_BYTES / 4;
/** Slabs that the pool keeps: 64 MiB. */
const POOL_MAX = 1024;
/** Words by which the junk of a slab is shifted against that of the slab below. */
const JUNK_STEP = 97;

const pool: Slab[] = [];

/**
 * Two slabs of noise; the junk of a slab is a window into it. Every byte is odd, so none is zero,
 * and bit 31 of every word is set: as a pointer it is beyond any address space.
 */
const junk = Int32Array.from({ length: 2 * SLAB_WORDS }, (_, i) => {
  const noise = Math.imul(i ^ (i >>> 7), 0x9e3779b1);
  return (noise ^ (noise >>> 15)) | 0x81010101;
});

/** A slab with anything in it. */
export function takeSlab(): Slab {
  const slab = pool.pop();
  if (slab !== undefined) return slab;
  const words = new Int32Array(SLAB_WORDS);
  return { words, bytes: new Uint8Array(words.buffer) };
}

/** Gives slabs back to the pool. */
export function giveSlabs(slabs: readonly Slab[]): void {
  pool.push(...slabs.slice(0, POOL_MAX - pool.length));
}

/**
 * Writes junk over `bytes` bytes from `addr`, all of them in `slab`. The same address gets the same
 * junk.
 */
export function fillJunk(slab: Slab, addr: Addr, bytes: Bytes): void {
  const from = (addr & (SLAB_BYTES - 1)) >>> 2;
  const shift = (Math.floor(addr / SLAB_BYTES) * JUNK_STEP) % SLAB_WORDS;
  slab.words.set(junk.subarray(shift + from, shift + from + (bytes >>> 2)), from);
}

/** Writes zero over `bytes` bytes from `addr`, all of them in `slab`. */
export function fillZero(slab: Slab, addr: Addr, bytes: Bytes): void {
  const from = (addr & (SLAB_BYTES - 1)) >>> 2;
  slab.words.fill(0, from, from + (bytes >>> 2));
}
