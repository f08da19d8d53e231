/**
 * What a chunk of the arena looks like.
 *
 *     chunk          chunk + 8        chunk + 16 = block                       the next chunk
 *       | prevBytes    | bytes, flags   | what the client has, and 8 bytes more …  | …
 *       |              |                | of a free chunk: next, previous          |
 *
 * A chunk begins at a multiple of 16 and has a multiple of 16 bytes, 32 or more, so that a free one has room for its links.
 * The low bits of `bytes` are flags. `prevBytes` says how long the chunk before is while that one is free; while it is in
 * use nobody asks, and the eight bytes are its client's. So a block costs 8 bytes and not 16.
 *
 * Source: dlmalloc 2.8.6, "Overview of algorithms" and struct malloc_chunk.
 * Differs: tags are read and written in their lower 4 bytes alone, since no chunk has 4 GiB here.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { KIB, MIB } from '../../src/base/units.ts';

/** Every block begins at a multiple of this: C17 7.22.3, max_align_t. */
export const ALIGNMENT: Bytes = 16;
/** From the start of a chunk to its block. */
export const HEADER: Bytes = 16;
/** What a chunk has that its client does not: its own tag. */
export const OVERHEAD: Bytes = 8;
export const CHUNK_MIN: Bytes = 32;

/** Requests that would make a larger chunk are the system's to serve, page by page; dlmalloc's has 256 KiB, glibc's 128. */
export const LARGE_FROM: Bytes = 128 * KIB;
/** From so much on, what is free at the end of the arena goes back to the system; twice LARGE_FROM as in glibc. */
export const TRIM_FROM: Bytes = 256 * KIB;

export const PAGE: Bytes = 4096;

/** Where the arena begins, and how far it may grow. */
export const ARENA: Addr = 256 * MIB;
export const ARENA_END: Addr = 768 * MIB;
/** Where the system maps what is not the arena's. */
export const MAPPINGS: Addr = 2 ** 40;
export const MAPPINGS_END: Addr = 2 ** 46;

/** Bytes of the chunk for a request of 0…2^53 bytes. */
export function chunkBytesFor(size: Bytes): Bytes {
  return Math.max(CHUNK_MIN, roundUp(size + OVERHEAD, ALIGNMENT));
}

/** @param multiple  a power of two */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
