/** The frames of goroutines' stacks as a client uses them: calls, returns, and what locals hold. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Frames, Local } from '../../spec/scheduler.ts';
import { WORD_BYTES } from '../../spec/views/go.ts';
import { NOBODY } from '../../spec/views/runtime.ts';
import type { GoStack } from './go-stack.ts';
import type { Stacks } from './stacks.ts';

export class GoFrames implements Frames {
  readonly #stacks: Stacks;
  /** The goroutine that runs. */
  readonly #curg: () => number;

  constructor(stacks: Stacks, curg: () => number) {
    this.#stacks = stacks;
    this.#curg = curg;
  }

  depth(g: number): number {
    return this.#stackOf(g).frames.length;
  }

  pointerLocals(g: number, frame: number): number {
    return this.#stackOf(g).frames[frame]?.map.length ?? 0;
  }

  call(bytes: Bytes): boolean {
    const g = this.#curg();
    const isSize = Number.isSafeInteger(bytes) && bytes >= 0;
    if (!isSize || g === NOBODY || this.depth(g) === 0) return false;
    return this.#stacks.call(g, Math.ceil(bytes / WORD_BYTES));
  }

  ret(): boolean {
    const g = this.#curg();
    if (g === NOBODY || this.depth(g) < 2) return false;
    this.#stackOf(g).pop();
    return true;
  }

  store(at: Local, value: Addr): void {
    this.#stackOf(at.g).store(at.frame, at.word, value);
  }

  kill({ g, frame, word }: Local): void {
    const { map } = this.#stackOf(g).frames[frame] ?? {};
    if (map !== undefined) map[word] = 0;
  }

  addressOf({ g, frame, word }: Local): Addr {
    return this.#stackOf(g).frameAt(frame) + word * WORD_BYTES;
  }

  #stackOf(g: number): GoStack {
    return this.#stacks.of(g);
  }
}
