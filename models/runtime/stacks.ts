/**
 * Stacks that grow and shrink by being copied.
 *
 *     call ──> the frame fits above the guard          a frame more
 *          ──> newstack: at least twice the size, until it fits; too large is a stack overflow
 *     scan ──> shrinkstack: half the size, where less than a quarter is used
 *
 * A copy moves what is used to the top of the new stack. Whatever points into the old one is moved by the same distance:
 * locals that the frames' maps call pointers, and the chain of frame pointers. Every other word is copied as it is, also
 * where it looks like such a pointer.
 *
 * A goroutine in the system may not be disturbed: its stack is shrunk at its next call.
 *
 * Keeps: stacks/copy-moves-stack-pointers, stacks/stack-shrinks-when-allowed, stacks/stack-grows-as-needed,
 *   stacks/frames-fit-their-stack, stacks/frame-pointers-into-own-stack, stacks/stack-roots-are-those-of-maps.
 * Source: Go 1.19 runtime/stack.go (newstack, copystack, adjustframe, adjustpointers, shrinkstack,
 *   gcComputeStartingStackSize), mgcmark.go (scanstack), proc.go (malg, newproc1, gdestroy).
 * Differs: a stack overflow, and a stack for which there is no memory, refuse the call, where Go ends the process; a
 *   goroutine in the system has its stack shrunk at its next call, where Go waits until it is next preempted.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { WORD_BYTES } from '../../spec/views/go.ts';
import { STACK_MIN } from '../../spec/views/runtime.ts';
import { STACK_GUARD, STACK_LIMIT, STACK_SMALL } from '../../spec/views/stacks.ts';
import type { CopyReason, KeptStackView, StackEvents } from '../../spec/views/stacks.ts';
import type { MHeap } from '../go/mheap.ts';
import { loadPointer, memmove, storePointer } from '../go/words.ts';
import { GFree } from './gfree.ts';
import { GoStack, frameBytes } from './go-stack.ts';
import type { StackAlloc } from './stack-alloc.ts';

/** maxstacksize, by the address space. */
const MAXIMUM = { wide: 1_000_000_000, narrow: 250_000_000 };
/** Bits of an address up to which an address space is a narrow one. */
const NARROW_BITS = 32;

/** What stacks are a part of. */
export interface StackSetting {
  readonly procs: number;
  /** Told of a goroutine whose stack is at `lo` now. */
  readonly moved: (g: number, lo: Addr) => void;
  readonly events: StackEvents;
}

export class Stacks {
  /** By goroutine. */
  readonly goroutines: GoStack[] = [];
  readonly gfree: GFree;
  readonly maximum: Bytes;
  startingSize: Bytes = STACK_MIN;
  readonly #heap: MHeap;
  readonly #alloc: StackAlloc;
  readonly #moved: StackSetting['moved'];
  readonly #events: StackEvents;
  /** What was used of the stacks that this cycle scanned, and how many they were. */
  #scannedSize: Bytes = 0;
  #scanned = 0;

  constructor(heap: MHeap, alloc: StackAlloc, { procs, moved, events }: StackSetting) {
    this.#heap = heap;
    this.#alloc = alloc;
    this.#moved = moved;
    this.#events = events;
    this.gfree = new GFree(procs);
    const isNarrow = heap.geometry.heapAddrBits <= NARROW_BITS;
    this.maximum = isNarrow ? MAXIMUM.narrow : MAXIMUM.wide;
  }

  /** What dead goroutines left: by processor, then of all. */
  get kept(): readonly (readonly KeptStackView[])[] {
    return [...this.gfree.local, this.gfree.all];
  }

  of(g: number): GoStack {
    return (this.goroutines[g] ??= new GoStack(this.#heap.os));
  }

  /** Where its stack is; 0 when there is no memory for one. */
  newproc(g: number): Addr {
    const kept = this.gfree.get(this.#heap.p);
    let lo = this.#takeOver(kept);
    const size = kept === undefined ? STACK_MIN : this.startingSize;
    if (lo !== 0) this.#events.stackTakenOver(g);
    else lo = this.#alloc.stackalloc(size);
    if (lo !== 0) this.of(g).begin(lo, size);
    return lo;
  }

  /** The goroutine is over: its stack is kept where it is one that others can start with. */
  goexit(g: number): void {
    const stack = this.of(g);
    const { lo, size } = stack;
    stack.end();
    const isStandard = size === this.startingSize;
    if (lo !== 0 && !isStandard) this.#alloc.stackfree(lo, size);
    if (lo !== 0 && isStandard) this.#events.stackLeft(g, size);
    this.gfree.put(this.#heap.p, { lo: isStandard ? lo : 0, size });
  }

  /** The goroutine calls a function with so many words of locals; false where its stack cannot take the frame. */
  call(g: number, locals: number): boolean {
    const stack = this.of(g);
    if (stack.preemptShrink) this.#shrinkstack(g, 'call');
    if (!hasRoom(stack, locals) && !this.#newstack(g, locals)) return false;
    stack.push(locals);
    return true;
  }

  /**
   * What a collector finds on a goroutine's stack, which is shrunk first where it may be.
   *
   * @param isSafe  whether it may be
   */
  scanstack(g: number, isSafe: boolean): readonly Addr[] {
    const stack = this.of(g);
    if (stack.lo === 0) return [];
    this.#scannedSize += stack.used;
    this.#scanned += 1;
    if (isSafe) this.#shrinkstack(g, 'scan');
    else {
      stack.preemptShrink = true;
      this.#events.stackShrinkPutOff(g);
    }
    const roots = stack.roots();
    this.#events.stackScanned(g, roots);
    return roots;
  }

  /** The stacks of dead goroutines that belong to no processor. */
  markrootFreeGStacks(): void {
    const kept = this.gfree.takeAll();
    for (const { lo, size } of kept) this.#alloc.stackfree(lo, size);
    if (kept.length > 0) this.#events.deadStacksFreed(kept.length);
  }

  /** When a cycle is over: goroutines start with what others use on average. */
  computeStartingSize(): void {
    const average = this.#scanned === 0 ? 0 : Math.floor(this.#scannedSize / this.#scanned);
    const wanted = Math.max(STACK_MIN, Math.min(average + STACK_GUARD, this.maximum));
    this.startingSize = this.#scanned === 0 ? STACK_MIN : round2(wanted);
    this.#scannedSize = 0;
    this.#scanned = 0;
  }

  #takeOver(kept: KeptStackView | undefined): Addr {
    if (kept === undefined || kept.lo === 0) return 0;
    if (kept.size === this.startingSize) return kept.lo;
    this.#alloc.stackfree(kept.lo, kept.size);
    return 0;
  }

  #newstack(g: number, locals: number): boolean {
    const { size, used } = this.of(g);
    const needed = frameBytes(locals) - WORD_BYTES + STACK_GUARD;
    let newsize = size * 2;
    while (newsize - used - WORD_BYTES < needed) newsize *= 2;
    if (newsize > this.maximum) {
      this.#events.stackRefused('overflow');
      return false;
    }
    const isCopied = this.#copystack(g, newsize, { needed: frameBytes(locals) });
    if (!isCopied) this.#events.stackRefused('no-memory');
    return isCopied;
  }

  #shrinkstack(g: number, why: CopyReason): void {
    const stack = this.of(g);
    stack.preemptShrink = false;
    const newsize = stack.size / 2;
    if (newsize < STACK_MIN) return;
    const used = stack.used + STACK_LIMIT;
    if (used >= stack.size / 4) return;
    this.#copystack(g, newsize, why);
  }

  /** Whether there was memory for the new stack. */
  #copystack(g: number, newsize: Bytes, why: CopyReason): boolean {
    const stack = this.of(g);
    const { lo, hi, sp, size, used } = stack;
    const to = this.#alloc.stackalloc(newsize);
    if (to === 0) return false;
    this.#events.stackCopying(g, why);
    const delta = to + newsize - hi;
    memmove(this.#heap.os, sp + delta, sp, used);
    stack.lo = to;
    stack.hi = to + newsize;
    stack.sp = sp + delta;
    this.#moved(g, to);
    this.#adjust(stack, { lo, hi, delta });
    this.#alloc.stackfree(lo, size);
    this.#events.stackCopied(g);
    return true;
  }

  /** Moves what points into the old stack: pointers of the frames, and their chain. */
  #adjust(stack: GoStack, old: Adjustment): void {
    stack.eachPointer((at) => this.#adjustpointer(at, old));
    for (let frame = 0; frame < stack.frames.length; frame += 1) {
      this.#adjustpointer(stack.linkage(frame), old);
    }
  }

  #adjustpointer(at: Addr, { lo, hi, delta }: Adjustment): void {
    const pointer = loadPointer(this.#heap.os, at);
    if (lo <= pointer && pointer < hi) storePointer(this.#heap.os, at, pointer + delta);
  }
}

/** A stack that was, and how far what it held is away. */
interface Adjustment {
  readonly lo: Addr;
  readonly hi: Addr;
  readonly delta: Bytes;
}

/** What the prologue of a function asks: small frames may reach below the guard. */
function hasRoom({ lo, sp }: GoStack, locals: number): boolean {
  const pushed = sp - WORD_BYTES;
  const framesize = frameBytes(locals) - WORD_BYTES;
  const guard = lo + STACK_GUARD;
  return framesize <= STACK_SMALL ? pushed > guard : pushed - (framesize - STACK_SMALL) > guard;
}

/** The next power of two. */
function round2(bytes: Bytes): Bytes {
  return 2 ** Math.ceil(Math.log2(bytes));
}
