/**
 * A goroutine's stack: its bounds and its frames, as the compiler's tables describe them.
 *
 *     hi ┌────────────────────┐
 *        │ return address     │
 *        │ caller's frame ptr │──> that word of the frame above; 0 in the outermost frame
 *        │ locals             │    a map says which of them hold pointers that are still used
 *        ├────────────────────┤
 *        │ …                  │
 *     sp └────────────────────┘    at least 800 bytes above lo
 *
 * Frames are not cleared: what a local held before is there until it is given a value.
 *
 * Source: Go 1.19 runtime/stack.go ("Stack frame layout"), symtab.go (stackmapdata), traceback.go (gentraceback).
 * Differs: a frame has one map, which changes as the client goes on, where the compiler makes one for each safepoint;
 *   arguments and results are no part of it; a local whose address is taken is in the map like others, and not a stack
 *   object that lives as long as something points to it.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Memory } from '../../spec/subject.ts';
import { WORD_BYTES } from '../../spec/views/go.ts';
import { FRAME_MAP_MAX, LINKAGE_WORDS } from '../../spec/views/stacks.ts';
import type { FrameView, GoStackView } from '../../spec/views/stacks.ts';
import { loadPointer, storePointer } from '../go/words.ts';

/** Of what a goroutine runs first: 128 bytes. */
const ENTRY_LOCALS = 16;
/** Somewhere in the text segment. */
const RETURN_PC: Addr = 0x46_0000;

interface Frame extends FrameView {
  readonly map: Uint8Array;
}

export class GoStack implements GoStackView {
  lo: Addr = 0;
  hi: Addr = 0;
  sp: Addr = 0;
  /** It should be shrunk as soon as that may be. */
  preemptShrink = false;
  readonly frames: Frame[] = [];
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  get size(): Bytes {
    return this.hi - this.lo;
  }

  get used(): Bytes {
    return this.hi - this.sp;
  }

  /** A goroutine starts on the stack. */
  begin(lo: Addr, size: Bytes): void {
    this.lo = lo;
    this.hi = lo + size;
    this.sp = this.hi;
    this.push(ENTRY_LOCALS);
  }

  /** The goroutine is over. */
  end(): void {
    this.lo = 0;
    this.hi = 0;
    this.sp = 0;
    this.preemptShrink = false;
    this.frames.length = 0;
  }

  push(locals: number): void {
    const caller = this.frames.length === 0 ? 0 : this.linkage(this.frames.length - 1);
    this.sp -= frameBytes(locals);
    this.frames.push({ locals, map: new Uint8Array(Math.min(locals, FRAME_MAP_MAX)) });
    const linkage = this.linkage(this.frames.length - 1);
    storePointer(this.#memory, linkage, caller);
    storePointer(this.#memory, linkage + WORD_BYTES, RETURN_PC + this.frames.length);
  }

  pop(): void {
    const { locals } = this.frames.pop() as Frame;
    this.sp += frameBytes(locals);
  }

  /** A local holds a pointer from here on. */
  store(frame: number, word: number, value: Addr): void {
    storePointer(this.#memory, this.frameAt(frame) + word * WORD_BYTES, value);
    this.frames[frame]!.map[word] = 1;
  }

  /** Lowest byte of a frame, which is its first local. */
  frameAt(index: number): Addr {
    let at = this.sp;
    for (let inner = this.frames.length - 1; inner > index; inner -= 1) {
      at += frameBytes(this.frames[inner]!.locals);
    }
    return at;
  }

  /** Where a frame keeps its caller's frame pointer. */
  linkage(index: number): Addr {
    return this.frameAt(index) + this.frames[index]!.locals * WORD_BYTES;
  }

  /** The pointers that the frames hold, but for those into the stack itself: from the innermost frame outwards. */
  roots(): Addr[] {
    const roots: Addr[] = [];
    this.eachPointer((at) => {
      const pointer = loadPointer(this.#memory, at);
      if (pointer !== 0 && !(this.lo <= pointer && pointer < this.hi)) roots.push(pointer);
    });
    return roots;
  }

  /** Calls `visit` with where each local is whose bit is set in its frame's map. */
  eachPointer(visit: (at: Addr) => void): void {
    let at = this.sp;
    for (const { locals, map } of this.frames.toReversed()) {
      for (let word = 0; word < map.length; word += 1) {
        if (map[word] === 1) visit(at + word * WORD_BYTES);
      }
      at += frameBytes(locals);
    }
  }
}

/** Of a frame with so many words of locals. */
export function frameBytes(locals: number): Bytes {
  return (locals + LINKAGE_WORDS) * WORD_BYTES;
}
