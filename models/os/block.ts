/**
 * 4 MiB of an address space: the state of each of its 1024 pages, and the 64 slabs of memory behind
 * them.
 *
 * A new arena is reserved as a whole and mapped in large parts, so as long as all pages of a block
 * are in one state it has no array of states, and as long as it has no slab it has no array of
 * slabs.
 */
import { MIB } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Slab } from '../../spec/subject.ts';
import { PAGE_NONE } from '../../spec/views/os.ts';
import type { PageState } from '../../spec/views/os.ts';
import { LOG_SLAB } from './slabs.ts';

/** The grain of states: the smallest physical page there is. */
export const FRAME_BYTES: Bytes = 4096;
export const BLOCK_BYTES: Bytes = 4 * MIB;
export const BLOCK_FRAMES = BLOCK_BYTES / FRAME_BYTES;
export const LOG_SLAB_FRAMES = LOG_SLAB - Math.log2(FRAME_BYTES);
export const BLOCK_SLABS = BLOCK_FRAMES >>> LOG_SLAB_FRAMES;

/** In a mark: the page was given up since it was None, so it holds junk when it is Ready again. */
export const DIRTY = 4;
/** The part of a mark that is the PageState. */
const STATE_MASK = 3;

/** Shared by all blocks without a slab and never written. */
const NO_SLABS: readonly undefined[] = Array.from({ length: BLOCK_SLABS }, () => undefined);

export class Block {
  /** First address; -1 for the block that stands for those that are not there. */
  readonly base: Addr;
  #slabs: readonly (Slab | undefined)[] = NO_SLABS;
  /** The mark of all pages, where there is no array. */
  #mark: number = PAGE_NONE;
  /** By page: its PageState, and DIRTY. */
  #marks: Uint8Array | undefined;

  constructor(base: Addr) {
    this.base = base;
  }

  /** By page / 16. */
  get slabs(): readonly (Slab | undefined)[] {
    return this.#slabs;
  }

  putSlab(i: number, slab: Slab): void {
    const slabs =
      this.#slabs === NO_SLABS ? NO_SLABS.slice() : (this.#slabs as (Slab | undefined)[]);
    slabs[i] = slab;
    this.#slabs = slabs;
  }

  stateOf(frame: number): PageState {
    return (this.markOf(frame) & STATE_MASK) as PageState;
  }

  /** PageState of a page, with DIRTY where that holds. */
  markOf(frame: number): number {
    return this.#marks === undefined ? this.#mark : (this.#marks[frame] as number);
  }

  /** One past the last page from `from` on that has the same mark, `limit` at most. */
  sameUntil(from: number, limit: number): number {
    if (this.#marks === undefined) return limit;
    const mark = this.#marks[from];
    let to = from + 1;
    while (to < limit && this.#marks[to] === mark) to += 1;
    return to;
  }

  /** Marks the pages from `from` (included) to `to` (excluded). */
  mark(mark: number, from: number, to: number): void {
    if (to - from === BLOCK_FRAMES) {
      this.#mark = mark;
      this.#marks = undefined;
      return;
    }
    this.#marks ??= new Uint8Array(BLOCK_FRAMES).fill(this.#mark);
    this.#marks.fill(mark, from, to);
  }
}
