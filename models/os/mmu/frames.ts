/**
 * Physical memory: frames of 4 KiB, each with the number of translations that lead to it.
 *
 *     frame 0             zeroes, for whatever was never written; never written itself
 *     from 512 on         the process's own: zero when one is given, free again when nothing leads to it
 *     from FILE_FRAMES on pages of the executable, in the page cache: never written, never freed
 *
 * A huge page is 512 own frames in a row from a multiple of 512 on. Single frames are given from the lowest such block that
 * has any free, so that whole blocks stay free as long as they can.
 *
 * Keeps: process/frames-counted-by-mappers, process/frames-conserved, process/resident-frames-recounted.
 * Source: Linux mm/page_alloc.c (clear_page on allocation), mm/rmap.c (_mapcount), include/linux/huge_mm.h.
 * Differs: page tables need no frames here.
 * Left out: zones, other orders, swap.
 */
import type { Addr } from '../../../src/base/units.ts';
import { PAGE } from '../../../spec/views/process.ts';
import type { FrameView } from '../../../spec/views/process.ts';

export const ZERO_FRAME = 0;
/** The first frame of the page cache. */
const FILE_FRAMES = 2 ** 32;
/** Frames of a huge page. */
export const HUGE_FRAMES = 512;

class Frame implements FrameView {
  readonly frame: number;
  readonly kind: FrameView['kind'];
  mappers = 0;
  isOfHuge = false;
  isFree = false;
  /** What it holds; undefined for zeroes. */
  bytes: Uint8Array | undefined;

  constructor(frame: number, kind: FrameView['kind']) {
    this.frame = frame;
    this.kind = kind;
  }
}

export class Frames {
  /** Frames that lead somewhere, but for that of zeroes: the resident set. */
  resident = 0;
  /** Own frames that are not in use. */
  free: number;
  readonly #file: Uint8Array;
  readonly #known = new Map<number, Frame>([[ZERO_FRAME, new Frame(ZERO_FRAME, 'zero')]]);
  /** Ascending. */
  readonly #blocks: Block[] = [];

  /**
   * @param file   what pages of the executable are read from
   * @param count  own frames that there are at first
   */
  constructor(file: Uint8Array, count: number) {
    this.#file = file;
    this.free = 0;
    this.add(count);
  }

  /** More physical memory. */
  add(count: number): void {
    let left = count;
    const last = this.#blocks.at(-1);
    if (last !== undefined) left -= last.grow(left);
    while (left > 0) {
      const block = new Block(this.#blocks.length);
      left -= block.grow(left);
      this.#blocks.push(block);
    }
    this.free += count;
  }

  /** A frame of zeroes of the process's own; -1 when there is none. */
  take(): number {
    const block = this.#blocks.find(({ free }) => free > 0);
    if (block === undefined) return -1;
    this.free -= 1;
    return this.#give(block.take(), false);
  }

  /** The first one of 512 in a row; -1 when there are none. */
  takeHuge(): number {
    const block = this.#blocks.find(({ free }) => free === HUGE_FRAMES);
    if (block === undefined) return -1;
    this.free -= HUGE_FRAMES;
    const first = block.takeAll();
    for (let i = 0; i < HUGE_FRAMES; i += 1) this.#give(first + i, true);
    return first;
  }

  /** The frame that holds a page of the executable. @param offset  in the file, whole pages */
  ofFile(offset: number): number {
    const frame = FILE_FRAMES + offset / PAGE;
    if (!this.#known.has(frame)) {
      const made = new Frame(frame, 'file');
      const part = this.#file.subarray(offset, offset + PAGE);
      made.bytes = new Uint8Array(PAGE);
      made.bytes.set(part);
      this.#known.set(frame, made);
    }
    return frame;
  }

  /** Notes a translation to it. */
  map(frame: number): void {
    const it = this.at(frame);
    it.mappers += 1;
    if (it.mappers === 1 && it.kind !== 'zero') this.resident += 1;
  }

  /** Notes that a translation to it is gone. */
  unmap(frame: number): void {
    const it = this.at(frame);
    it.mappers -= 1;
    if (it.mappers > 0 || it.kind === 'zero') return;
    this.resident -= 1;
    if (it.kind === 'file') return;
    it.isFree = true;
    this.free += 1;
    (this.#blocks[Math.floor(frame / HUGE_FRAMES) - 1] as Block).put(frame);
  }

  /** Whether it is a page that only this process has. */
  isOwn(frame: number): boolean {
    return this.at(frame).kind === 'own';
  }

  /** What it holds; undefined for zeroes. */
  bytesOf(frame: number): Uint8Array | undefined {
    return this.at(frame).bytes;
  }

  /** The same, to be written to. */
  writable(frame: number): Uint8Array {
    const it = this.at(frame);
    it.bytes ??= new Uint8Array(PAGE);
    return it.bytes;
  }

  copy(from: number, to: number): void {
    const bytes = this.at(from).bytes;
    this.at(to).bytes = bytes?.slice();
  }

  at(frame: number): Frame {
    return this.#known.get(frame) as Frame;
  }

  /** All that are in use. */
  inUse(): readonly FrameView[] {
    return [...this.#known.values()].filter(({ isFree, kind }) => !isFree || kind === 'zero');
  }

  #give(frame: number, isOfHuge: boolean): number {
    let it = this.#known.get(frame);
    if (it === undefined) {
      it = new Frame(frame, 'own');
      this.#known.set(frame, it);
    }
    it.bytes = undefined;
    it.isFree = false;
    it.isOfHuge = isOfHuge;
    return frame;
  }
}

/** 512 frames, from a multiple of 512 on. */
class Block {
  readonly #first: Addr;
  readonly #free: number[] = [];
  #size = 0;

  constructor(number: number) {
    this.#first = (number + 1) * HUGE_FRAMES;
  }

  get free(): number {
    return this.#free.length;
  }

  /** Adds frames: how many it took. */
  grow(wanted: number): number {
    const count = Math.min(wanted, HUGE_FRAMES - this.#size);
    for (let i = 0; i < count; i += 1) this.put(this.#first + this.#size + i);
    this.#size += count;
    return count;
  }

  put(frame: number): void {
    this.#free.push(frame);
  }

  /** The one that came back last. */
  take(): number {
    return this.#free.pop() as number;
  }

  takeAll(): number {
    this.#free.length = 0;
    return this.#first;
  }
}
