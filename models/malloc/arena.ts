/**
 * The arena: chunks from end to end, free ones never side by side.
 *
 *     ARENA                                                     top                      the break
 *       | in use | free | in use | in use | free | in use | …     | what is left, free     |
 *
 * A request takes a free chunk that is large enough, and gives back what is too much of it; else it takes from the top, and
 * has the system move the break where that is too short. A chunk that is given back joins with the free ones on both
 * sides, and with the top. The top is never less than a chunk, so that the last chunk has one behind it to keep its tags.
 *
 * What lies above `usedEnd` was never anybody's, and is zero.
 *
 * Source: dlmalloc 2.8.6, mspace_malloc, dlfree, try_realloc_chunk, internal_memalign, sys_trim.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { Bins } from './bins.ts';
import { ALIGNMENT, ARENA, CHUNK_MIN, HEADER, TRIM_FROM, roundUp } from './layout.ts';
import { GRAIN } from './system.ts';
import type { System } from './system.ts';
import { Tags } from './tags.ts';

export class Arena {
  /** Up to here memory may hold anything. */
  usedEnd: Addr = ARENA;
  readonly #system: System;
  readonly #tags: Tags;
  readonly #bins: Bins;
  #top: Addr = ARENA;
  /** 0 where the arena has not begun. */
  #topBytes: Bytes = 0;

  constructor(system: System) {
    this.#system = system;
    this.#tags = new Tags(system);
    this.#bins = new Bins(this.#tags);
  }

  bytes(chunk: Addr): Bytes {
    return this.#tags.bytes(chunk);
  }

  /** @param bytes  of a chunk; it may get 16 more. 0 where there is no memory, and then nothing changes */
  take(bytes: Bytes): Addr {
    const chunk = this.#bins.take(bytes);
    if (chunk !== 0) {
      this.#tags.use(chunk, this.#tags.bytes(chunk));
      this.#giveEnd(chunk, bytes);
      return chunk;
    }
    if (!this.#hasInTop(bytes)) return 0;
    const made = this.#top;
    this.#moveTop(made + bytes, this.#topBytes - bytes);
    this.#tags.begin(made, bytes);
    return made;
  }

  /**
   * A chunk whose block begins at a multiple of `alignment`: one that is large enough for any, and what is before and behind is
   * given back.
   *
   * @param alignment  a power of two above ALIGNMENT
   */
  takeAligned(bytes: Bytes, alignment: Bytes): Addr {
    const whole = this.take(bytes + alignment + CHUNK_MIN);
    if (whole === 0) return 0;
    const all = this.#tags.bytes(whole);
    let chunk = roundUp(whole + HEADER, alignment) - HEADER;
    // What is before must be a chunk of its own.
    if (chunk > whole && chunk - whole < CHUNK_MIN) chunk += alignment;
    if (chunk > whole) {
      this.#tags.begin(chunk, whole + all - chunk);
      this.#tags.use(whole, chunk - whole);
      this.give(whole);
    }
    this.#giveEnd(chunk, bytes);
    return chunk;
  }

  /** Makes a chunk so long where it is; false where there is no room, and then nothing changes. */
  resize(chunk: Addr, bytes: Bytes): boolean {
    const had = this.#tags.bytes(chunk);
    if (had < bytes && !this.#lengthen(chunk, bytes)) return false;
    this.#giveEnd(chunk, bytes);
    return true;
  }

  /** @throws {Fatal} where no chunk in use begins there */
  give(chunk: Addr): void {
    if (!this.#isChunk(chunk)) throw new Fatal('free(): invalid pointer');
    let from = chunk;
    let end = chunk + this.#tags.bytes(chunk);
    if (!this.#tags.isPreviousInUse(chunk)) {
      from = this.#tags.before(chunk);
      this.#bins.remove(from);
    }
    if (end === this.#top) {
      this.#moveTop(from, this.#system.break - from);
      this.#trim();
      return;
    }
    if (!this.#tags.isInUse(end)) {
      this.#bins.remove(end);
      end += this.#tags.bytes(end);
    }
    this.#tags.free(from, end - from);
    this.#bins.add(from);
  }

  #isChunk(chunk: Addr): boolean {
    return (
      chunk % ALIGNMENT === 0 && chunk >= ARENA && chunk < this.#top && this.#tags.isInUse(chunk)
    );
  }

  /** Gives back what a chunk in use has beyond so many bytes, if that is a chunk. */
  #giveEnd(chunk: Addr, bytes: Bytes): void {
    const rest = this.#tags.bytes(chunk) - bytes;
    if (rest < CHUNK_MIN) return;
    this.#tags.begin(chunk + bytes, rest);
    this.#tags.use(chunk, bytes);
    this.give(chunk + bytes);
  }

  /** Takes of what is free behind the chunk, so that it has at least so many bytes. */
  #lengthen(chunk: Addr, bytes: Bytes): boolean {
    const had = this.#tags.bytes(chunk);
    const behind = chunk + had;
    if (behind === this.#top) {
      if (!this.#hasInTop(bytes - had)) return false;
      this.#moveTop(chunk + bytes, this.#topBytes - (bytes - had));
      this.#tags.use(chunk, bytes);
      return true;
    }
    if (this.#tags.isInUse(behind) || had + this.#tags.bytes(behind) < bytes) return false;
    this.#bins.remove(behind);
    this.#tags.use(chunk, had + this.#tags.bytes(behind));
    return true;
  }

  /** Whether so many bytes can be taken from the top, which the system makes longer where it must. */
  #hasInTop(bytes: Bytes): boolean {
    const missing = bytes + CHUNK_MIN - this.#topBytes;
    if (missing <= 0) return true;
    const more = roundUp(missing, GRAIN);
    if (!this.#system.extend(more)) return false;
    this.#moveTop(this.#top, this.#topBytes + more);
    return true;
  }

  #moveTop(top: Addr, bytes: Bytes): void {
    this.#top = top;
    this.#topBytes = bytes;
    this.#tags.end(top, bytes);
    this.usedEnd = Math.max(this.usedEnd, top + HEADER);
  }

  #trim(): void {
    if (this.#topBytes < TRIM_FROM) return;
    const less = Math.floor((this.#topBytes - CHUNK_MIN) / GRAIN) * GRAIN;
    this.#system.retract(less);
    this.usedEnd = Math.min(this.usedEnd, this.#system.break);
    this.#moveTop(this.#top, this.#topBytes - less);
  }
}
