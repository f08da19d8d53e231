/**
 * The client's part in stacks with frames: which local of which frame holds what.
 *
 * A block that a goroutine comes to hold belongs to the frame that runs then, and is held until that returns. Behind each
 * command, as at a safepoint, what is held is written into free locals of its frame, as far as there are any; the rest is
 * as if in registers, which a collector is told of by RootSource. What is not held any more leaves its local to others:
 * the word stays as it is, and the frame's map no longer calls it a pointer.
 */
import type { Oracle } from '../../models/reference/oracle.ts';
import type { OracleBlock } from '../../models/reference/block.ts';
import { GLOBALS } from '../../models/reference/block.ts';
import type { Addr } from '../base/units.ts';
import type { Frames } from '../../spec/scheduler.ts';

/** `word` of a block that found no free local. */
const NO_WORD = -1;

/** The address of a local, which is not used before the frame that has it returns. */
const STACK_POINTER = 'stack pointer';

type Held = OracleBlock | typeof STACK_POINTER;

interface Place {
  readonly g: number;
  readonly frame: number;
  readonly word: number;
}

export class Locals {
  readonly #frames: Frames;
  readonly #oracle: Oracle;
  /** By goroutine, by frame, by word. */
  readonly #used: (Held | undefined)[][][] = [];
  readonly #places = new Map<OracleBlock, Place>();

  constructor(frames: Frames, oracle: Oracle) {
    this.#frames = frames;
    this.#oracle = oracle;
  }

  call(bytes: number): boolean {
    return this.#frames.call(bytes);
  }

  /** What the frame of goroutine `g` held goes with it. */
  ret(g: number): boolean {
    if (!this.#frames.ret()) return false;
    const depth = this.#frames.depth(g);
    for (const [block, place] of this.#places) {
      if (place.g !== g || place.frame < depth) continue;
      block.held = false;
      this.#places.delete(block);
    }
    this.#used[g]?.splice(depth);
    return true;
  }

  /** A free local of the frame that runs gets the address of the first local of the frame that is `out` further out. */
  addressOf(g: number, out: number): boolean {
    const inner = this.#frames.depth(g) - 1;
    const outer = inner - out;
    if (!(out >= 0 && outer >= 0 && Number.isInteger(out))) return false;
    if (this.#frames.pointerLocals(g, outer) === 0) return false;
    const word = this.#freeWord(g, inner);
    if (word === NO_WORD) return false;
    const address = this.#frames.addressOf({ g, frame: outer, word: 0 });
    this.#frames.store({ g, frame: inner, word }, address);
    this.#wordsOf(g, inner)[word] = STACK_POINTER;
    return true;
  }

  /** What goroutine `g` holds otherwise than in a local. */
  registers(g: number): Addr[] {
    return this.#oracle.stackRoots(g, (block) => this.#isInLocal(block));
  }

  /** Brings the locals to what is held now. */
  sync(): void {
    for (const [block, place] of this.#places) {
      if (isHeldOn(block, place.g) && this.#frames.depth(place.g) > place.frame) continue;
      this.#places.delete(block);
      if (place.word !== NO_WORD) this.#kill(place);
    }
    for (const block of this.#oracle.live) {
      if (block.held && block.stack !== GLOBALS && !this.#places.has(block)) this.#place(block);
    }
  }

  #isInLocal(block: OracleBlock): boolean {
    return (this.#places.get(block)?.word ?? NO_WORD) !== NO_WORD;
  }

  #place(block: OracleBlock): void {
    const g = block.stack;
    const frame = this.#frames.depth(g) - 1;
    if (frame < 0) return;
    const word = block.size === 0 ? NO_WORD : this.#freeWord(g, frame);
    this.#places.set(block, { g, frame, word });
    if (word === NO_WORD) return;
    this.#frames.store({ g, frame, word }, block.addr);
    this.#wordsOf(g, frame)[word] = block;
  }

  #kill(place: Place): void {
    const words = this.#used[place.g]?.[place.frame];
    if (words === undefined) return;
    words[place.word] = undefined;
    this.#frames.kill(place);
  }

  #freeWord(g: number, frame: number): number {
    const used = this.#wordsOf(g, frame);
    const locals = this.#frames.pointerLocals(g, frame);
    for (let word = 0; word < locals; word += 1) if (used[word] === undefined) return word;
    return NO_WORD;
  }

  #wordsOf(g: number, frame: number): (Held | undefined)[] {
    const frames = (this.#used[g] ??= []);
    return (frames[frame] ??= []);
  }
}

function isHeldOn({ held, stack, liveIndex }: OracleBlock, g: number): boolean {
  return held && stack === g && liveIndex >= 0;
}
