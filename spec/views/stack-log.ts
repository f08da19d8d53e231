/**
 * The log of what the last command did to goroutines' stacks, made from their events.
 *
 * It reads frames, maps and memory by itself when it is told that something begins and that it is over, so that a model
 * that forgets a word is still looked at there.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Memory } from '../subject.ts';
import { WORD_BYTES } from './go.ts';
import type { GoView } from './go.ts';
import type { GStatus, RuntimeView } from './runtime.ts';
import { LINKAGE_WORDS } from './stacks.ts';
import type { CopyReason, GoStackView, StackEvents, StacksView } from './stacks.ts';

/** A word of a stack that was copied. */
export interface CopiedWord {
  /** Bytes below the upper end of the stack. */
  readonly below: Bytes;
  /** A local that its frame's map calls a pointer, one of the chain of frame pointers, or anything else. */
  readonly kind: 'local' | 'frame pointer' | 'other';
  readonly before: number;
  readonly after: number;
}

/** A stack that was copied to one of another size. */
export interface StackCopy {
  readonly g: number;
  readonly status: GStatus;
  readonly gcphase: number;
  readonly from: { readonly lo: Addr; readonly hi: Addr };
  readonly to: { readonly lo: Addr; readonly hi: Addr };
  /** When it began. */
  readonly used: Bytes;
  readonly why: CopyReason;
  /** Those that pointed into the old stack, or changed. */
  readonly words: readonly CopiedWord[];
}

export interface StackScan {
  readonly g: number;
  /** What the collector took for the pointers of the frames, and what their maps say. */
  readonly roots: readonly Addr[];
  readonly mapped: readonly Addr[];
}

/** What a processor's cache of one order was left with. */
export interface CacheChange {
  readonly p: number;
  readonly order: number;
  readonly size: Bytes;
  readonly stacks: number;
}

/** What a dead goroutine left to be used again, and what goroutines started with then. */
export interface LeftStack {
  readonly g: number;
  readonly size: Bytes;
  readonly startingSize: Bytes;
}

/** Of a larger stack only the innermost so many bytes are compared: a run's cost must not grow with a stack. */
const COMPARED_MAX: Bytes = 2 ** 20;

interface Begun {
  readonly before: GoStackView;
  readonly words: readonly number[];
  readonly why: CopyReason;
}

export class StackLog implements StackEvents {
  readonly copies: StackCopy[] = [];
  readonly scans: StackScan[] = [];
  readonly refilled: CacheChange[] = [];
  readonly released: CacheChange[] = [];
  readonly cleared: CacheChange[] = [];
  readonly left: LeftStack[] = [];
  #begun: Begun | undefined;
  #stacks: StacksView | undefined;
  #go: GoView | undefined;
  #runtime: RuntimeView | undefined;

  /** Says whose stacks the events are of; before the first event. */
  attach(stacks: StacksView, go: GoView, runtime: RuntimeView): void {
    this.#stacks = stacks;
    this.#go = go;
    this.#runtime = runtime;
  }

  clear(): void {
    this.copies.length = 0;
    this.scans.length = 0;
    this.refilled.length = 0;
    this.released.length = 0;
    this.cleared.length = 0;
    this.left.length = 0;
  }

  stackCopying(g: number, why: CopyReason): void {
    const { lo, hi, sp, frames } = this.#stackOf(g);
    const words = wordsOf(this.#memory, sp, comparedEnd(sp, hi));
    this.#begun = { before: { lo, hi, sp, frames }, words, why };
  }

  stackCopied(g: number): void {
    const { before, words: were, why } = this.#begun as Begun;
    const { lo, hi, sp, frames } = this.#stackOf(g);
    const now = wordsOf(this.#memory, sp, comparedEnd(before.sp, before.hi) - before.sp + sp);
    const locals = new Set(localsOf({ sp, frames }));
    const linkages = new Set(linkagesOf({ sp, frames }));
    const kindOf = (at: Addr): CopiedWord['kind'] =>
      locals.has(at) ? 'local' : linkages.has(at) ? 'frame pointer' : 'other';
    const used = before.hi - before.sp;
    const words = were.flatMap((was, i): CopiedWord[] => {
      const after = now[i] as number;
      const isIn = before.lo <= was && was < before.hi;
      const below = used - i * WORD_BYTES;
      const kind = kindOf(hi - below);
      return isIn || was !== after ? [{ below, kind, before: was, after }] : [];
    });
    const { status } = this.#runtime!.gs[g]!;
    const { gcphase } = this.#go as GoView;
    const from = { lo: before.lo, hi: before.hi };
    this.copies.push({ g, status, gcphase, from, to: { lo, hi }, used, why, words });
  }

  stackScanned(g: number, roots: readonly Addr[]): void {
    this.scans.push({ g, roots, mapped: mappedPointers(this.#memory, this.#stackOf(g)) });
  }

  stackCacheRefilled(p: number, order: number): void {
    this.refilled.push(this.#cacheOf(p, order));
  }

  stackCacheReleased(p: number, order: number): void {
    this.released.push(this.#cacheOf(p, order));
  }

  stackCachesCleared(p: number): void {
    const caches = this.#stacks!.caches[p] ?? [];
    for (const order of caches.keys()) this.cleared.push(this.#cacheOf(p, order));
  }

  stackLeft(g: number, size: Bytes): void {
    this.left.push({ g, size, startingSize: this.#stacks!.startingSize });
  }

  stackRefused(): void {}

  stackShrinkPutOff(): void {}

  stackTakenOver(): void {}

  deadStacksFreed(): void {}

  get #memory(): Memory {
    return this.#go!.memory;
  }

  #stackOf(g: number): GoStackView {
    return this.#stacks!.goroutines[g] as GoStackView;
  }

  #cacheOf(p: number, order: number): CacheChange {
    const { list, size } = this.#stacks!.caches[p]![order]!;
    return { p, order, size, stacks: list.length };
  }
}

/** Where the locals are whose frames' maps call them pointers. */
export function localsOf({ sp, frames }: Pick<GoStackView, 'sp' | 'frames'>): Addr[] {
  const places: Addr[] = [];
  let at = sp;
  for (const { locals, map } of frames.toReversed()) {
    for (const [word, bit] of map.entries()) if (bit === 1) places.push(at + word * WORD_BYTES);
    at += (locals + LINKAGE_WORDS) * WORD_BYTES;
  }
  return places;
}

/** Where each frame keeps its caller's frame pointer, the innermost first. */
export function linkagesOf({ sp, frames }: Pick<GoStackView, 'sp' | 'frames'>): Addr[] {
  let at = sp;
  return frames.toReversed().map(({ locals }) => {
    const linkage = at + locals * WORD_BYTES;
    at = linkage + LINKAGE_WORDS * WORD_BYTES;
    return linkage;
  });
}

/** What the frames' maps call pointers, but for nil and those into the stack itself. */
function mappedPointers(memory: Memory, stack: GoStackView): Addr[] {
  const isOutside = (pointer: Addr): boolean => pointer < stack.lo || pointer >= stack.hi;
  return localsOf(stack)
    .map((at) => wordAt(memory, at))
    .filter((pointer) => pointer !== 0 && isOutside(pointer));
}

export function wordAt(memory: Memory, at: Addr): number {
  const { words } = memory.slab(at);
  const half = (at & (memory.slabBytes - 1)) >>> 2;
  return ((words[half] as number) >>> 0) + (words[half + 1] as number) * 2 ** 32;
}

function comparedEnd(sp: Addr, hi: Addr): Addr {
  return Math.min(hi, sp + COMPARED_MAX);
}

function wordsOf(memory: Memory, from: Addr, to: Addr): number[] {
  return Array.from({ length: Math.max(0, (to - from) / WORD_BYTES) }, (_, i) =>
    wordAt(memory, from + i * WORD_BYTES),
  );
}
