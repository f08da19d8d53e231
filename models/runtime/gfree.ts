/**
 * What dead goroutines leave for new ones: their stacks, where these are of the size that a goroutine starts with.
 *
 *     gfput ──> the list of the processor; from 64 on, half of them to the list of all
 *     gfget ──> the last of the processor's; when it has none, up to 32 of the list of all
 *
 * A cycle frees the stacks in the list of all, by its first root job. Those of a processor stay.
 *
 * Keeps: stacks/kept-stack-of-its-size, stacks/dead-goroutine-leaves-starting-stack, runtime/stack-spans-counted.
 * Source: Go 1.19 runtime/proc.go (gfput, gfget, gfpurge), mgcmark.go (markrootFreeGStacks).
 * Differs: a dead goroutine's number is not used again, only its stack is.
 */
import { clear } from '../../src/base/lists.ts';
import type { KeptStackView } from '../../spec/views/stacks.ts';

/** How many a processor keeps at most, less one, and how many of them it keeps when it gives some away, less one. */
const LOCAL_MAX = 64;
const LOCAL_KEPT = 32;

export class GFree {
  /** By processor; the last is next. One without a stack has `lo` 0. */
  readonly local: readonly KeptStackView[][];
  readonly all: KeptStackView[] = [];

  constructor(procs: number) {
    this.local = Array.from({ length: procs }, () => []);
  }

  put(p: number, stack: KeptStackView): void {
    const list = this.local[p] as KeptStackView[];
    list.push(stack);
    if (list.length < LOCAL_MAX) return;
    while (list.length >= LOCAL_KEPT) this.#give(list.pop() as KeptStackView);
  }

  get(p: number): KeptStackView | undefined {
    const list = this.local[p] as KeptStackView[];
    if (list.length === 0) {
      while (list.length < LOCAL_KEPT && this.all.length > 0) list.push(this.all.pop()!);
    }
    return list.pop();
  }

  /** Processor `p` is stopped. */
  purge(p: number): void {
    const list = this.local[p] as KeptStackView[];
    for (const each of list.splice(0)) this.#give(each);
  }

  /** The stacks in the list of all, which are no longer there. */
  takeAll(): readonly KeptStackView[] {
    const taken = [...this.all];
    clear(this.all);
    return taken;
  }

  #give(stack: KeptStackView): void {
    if (stack.lo !== 0) this.all.push(stack);
  }
}
