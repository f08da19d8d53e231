/**
 * The pages of an address space: what state they are in, and the memory behind them.
 *
 * All operations work on runs of equal pages. A block is found by one index below 4 GiB, in three
 * steps of 9 bits above; what is not there is a shared block of nothing, so that an empty table
 * costs next to nothing.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Slab } from '../../spec/subject.ts';
import { PAGE_NONE, PAGE_PREPARED, PAGE_READY } from '../../spec/views/os.ts';
import type { PageRun, PageState } from '../../spec/views/os.ts';
import {
  Block,
  BLOCK_BYTES,
  BLOCK_FRAMES,
  BLOCK_SLABS,
  DIRTY,
  FRAME_BYTES,
  LOG_SLAB_FRAMES,
} from './block.ts';
import { fillJunk, fillZero, giveSlabs, LOG_SLAB, SLAB_BYTES, takeSlab } from './slabs.ts';

const LOG_BLOCK = Math.log2(BLOCK_BYTES);
const LOW_BLOCKS = 2 ** 32 / BLOCK_BYTES;
const SLAB_FRAMES = 1 << LOG_SLAB_FRAMES;
const LOG_FAN = 9;
const FAN = 1 << LOG_FAN;

/** What is not there: all None, without slabs. Shared by all tables and never written. */
const NO_BLOCK = new Block(-1);
const NO_BLOCKS: readonly Block[] = Array.from({ length: LOW_BLOCKS }, () => NO_BLOCK);

/** Pages `from` (included) to `to` (excluded) of a block, all with one mark. */
type VisitRun = (block: Block, from: number, to: number) => void;

export class PageTable {
  /** By address / BLOCK_BYTES, below 4 GiB. */
  readonly #low: Block[] = NO_BLOCKS.slice();
  /** The same from 4 GiB on, in three steps. */
  readonly #high: ((Block | undefined)[] | undefined)[][] = [];
  /** All blocks, in the order in which they were made. */
  readonly #blocks: Block[] = [];
  /** All slabs that were made and not given back. */
  #slabs: Slab[] = [];

  stateAt(addr: Addr): PageState {
    return this.#blockAt(addr).stateOf((addr / FRAME_BYTES) & (BLOCK_FRAMES - 1));
  }

  /** The slab in which `addr` lies; undefined when it was not made yet. */
  slabAt(addr: Addr): Slab | undefined {
    return this.#blockAt(addr).slabs[(addr >>> LOG_SLAB) & (BLOCK_SLABS - 1)];
  }

  /**
   * Makes the slab in which `addr` lies: zero where a page is Ready for the first time, else junk.
   */
  makeSlab(addr: Addr): Slab {
    const slab = takeSlab();
    const block = this.#needBlock(addr);
    const i = Math.floor((addr - block.base) / SLAB_BYTES);
    const end = (i + 1) * SLAB_FRAMES;
    for (let from = i * SLAB_FRAMES; from < end;) {
      const to = block.sameUntil(from, end);
      const fill = block.markOf(from) === PAGE_READY ? fillZero : fillJunk;
      fill(slab, addrOf(block, from), (to - from) * FRAME_BYTES);
      from = to;
    }
    block.putSlab(i, slab);
    this.#slabs.push(slab);
    return slab;
  }

  /**
   * The first page of the range in a state that is not allowed; -1 when there is none.
   *
   * @param allowed  bit `s` is set where state s is
   */
  firstNot(addr: Addr, bytes: Bytes, allowed: number): Addr {
    let found = -1;
    this.#eachRun(addr, bytes, (block, from) => {
      const bad = ((allowed >>> block.stateOf(from)) & 1) === 0;
      if (bad && found === -1) found = addrOf(block, from);
    });
    return found;
  }

  /** Bytes of the range in pages of a state. */
  bytesIn(addr: Addr, bytes: Bytes, state: PageState): Bytes {
    let frames = 0;
    this.#eachRun(addr, bytes, (block, from, to) => {
      if (block.stateOf(from) === state) frames += to - from;
    });
    return frames * FRAME_BYTES;
  }

  /** Sets the state of all pages; what they hold stays. */
  set(addr: Addr, bytes: Bytes, state: PageState): void {
    this.#eachRun(addr, bytes, (block, from, to) => {
      block.mark((block.markOf(from) & DIRTY) | state, from, to);
    });
  }

  /**
   * Makes Prepared pages Ready, and those zero that are so for the first time since they were None.
   */
  makeReady(addr: Addr, bytes: Bytes): void {
    this.#eachRun(addr, bytes, (block, from, to) => {
      if (block.markOf(from) === PAGE_PREPARED) fillSlabs(block, from, to, fillZero);
      block.mark((block.markOf(from) & DIRTY) | PAGE_READY, from, to);
    });
  }

  /** Forgets what pages hold. They change to `state`; as None they are as new. */
  forfeit(addr: Addr, bytes: Bytes, state: PageState): void {
    const mark = state === PAGE_NONE ? PAGE_NONE : state | DIRTY;
    this.#eachRun(addr, bytes, (block, from, to) => {
      fillSlabs(block, from, to, fillJunk);
      block.mark(mark, from, to);
    });
  }

  /** All runs of pages in one state that is not None, ascending and maximal. */
  runs(): PageRun[] {
    const runs: { addr: Addr; bytes: Bytes; state: PageState }[] = [];
    for (const block of this.#blocks.toSorted((a, b) => a.base - b.base)) {
      this.#eachRun(block.base, BLOCK_BYTES, (_, from, to) => {
        const state = block.stateOf(from);
        if (state === PAGE_NONE) return;
        const addr = addrOf(block, from);
        const bytes = (to - from) * FRAME_BYTES;
        const last = runs.at(-1);
        if (last?.state === state && last.addr + last.bytes === addr) last.bytes += bytes;
        else runs.push({ addr, bytes, state });
      });
    }
    return runs;
  }

  /** Gives all slabs back to the pool. The table is not used afterwards. */
  dispose(): void {
    giveSlabs(this.#slabs);
    this.#slabs = [];
  }

  /** Visits a range upwards in runs of equal pages; blocks that are missing are made. */
  #eachRun(addr: Addr, bytes: Bytes, visit: VisitRun): void {
    const limit = addr + bytes;
    for (let at = addr; at < limit;) {
      const block = this.#needBlock(at);
      const from = (at - block.base) / FRAME_BYTES;
      const end = Math.min(BLOCK_FRAMES, (limit - block.base) / FRAME_BYTES);
      const to = block.sameUntil(from, end);
      visit(block, from, to);
      at = block.base + to * FRAME_BYTES;
    }
  }

  #blockAt(addr: Addr): Block {
    // True for the integers from 0 to 2^32 - 1 only.
    if (addr >>> 0 === addr) return this.#low[addr >>> LOG_BLOCK] as Block;
    const i = Math.floor(addr / BLOCK_BYTES);
    const row = this.#high[i >>> (2 * LOG_FAN)]?.[(i >>> LOG_FAN) & (FAN - 1)];
    return row?.[i & (FAN - 1)] ?? NO_BLOCK;
  }

  #needBlock(addr: Addr): Block {
    const there = this.#blockAt(addr);
    if (there !== NO_BLOCK) return there;
    const i = Math.floor(addr / BLOCK_BYTES);
    const block = new Block(i * BLOCK_BYTES);
    this.#blocks.push(block);
    if (i < LOW_BLOCKS) this.#low[i] = block;
    else {
      const row = (this.#high[i >>> (2 * LOG_FAN)] ??= []);
      (row[(i >>> LOG_FAN) & (FAN - 1)] ??= [])[i & (FAN - 1)] = block;
    }
    return block;
  }
}

function addrOf(block: Block, frame: number): Addr {
  return block.base + frame * FRAME_BYTES;
}

/** Fills the pages `from` (included) to `to` (excluded), as far as there is memory behind them. */
function fillSlabs(block: Block, from: number, to: number, fill: typeof fillZero): void {
  for (let at = from; at < to;) {
    const i = at >>> LOG_SLAB_FRAMES;
    const end = Math.min(to, (i + 1) * SLAB_FRAMES);
    const slab = block.slabs[i];
    if (slab !== undefined) fill(slab, addrOf(block, at), (end - at) * FRAME_BYTES);
    at = end;
  }
}
