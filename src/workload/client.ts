/**
 * A client at work: it writes commands into a program and keeps its own guess of what it holds.
 *
 * The guess makes most commands do something; it is wrong where the subject refuses, and then the
 * commands that name the block do nothing. Blocks are named by labels 0, 1, 2, … in the order in
 * which they are asked for.
 */
import { ALL_WORDS } from '../../spec/subject.ts';
import type { Prng } from '../base/prng.ts';
import type { Bytes } from '../base/units.ts';
import { NOSCAN, OP, STRIDE, VIA } from '../program/program.ts';
import { Links } from './links.ts';
import { percent } from './plan.ts';
import type { Plan } from './plan.ts';

/** Blocks up to this size are asked for even when the client holds enough. */
const ALWAYS_MAX: Bytes = 256;
/** Bytes of a pointer. */
const WORD: Bytes = 8;
/** Label of no block. */
export const NONE = -1;

export class Client {
  readonly prng: Prng;
  readonly plan: Plan;
  /** Labels of the blocks held, in the order in which they came. */
  readonly held: number[] = [];
  /** Pointers between blocks, and between blocks that are dropped but may still be reached. */
  readonly links = new Links();
  /** Label of the block freed last. */
  lastFreed = NONE;

  readonly #commands: Float64Array;
  readonly #liveBytesMax: Bytes;
  /** Size of each label's block. */
  readonly #sizes: number[] = [];
  /** Pointer words of each label's block. */
  readonly #words: number[] = [];
  /** Whether each label's block is held. */
  readonly #isHeld: boolean[] = [];
  /** Whether each label's block has a finalizer or weak pointers. */
  readonly #isAttached: boolean[] = [];
  readonly #weak: number[] = [];
  /** Labels of the blocks that are dropped and not yet collected. */
  #dropped: number[] = [];
  /** Bytes held or dropped, as asked for. */
  #liveBytes = 0;
  #processor: number;
  #isAlone = false;
  #at = 0;

  constructor(prng: Prng, plan: Plan, liveBytesMax: Bytes) {
    this.prng = prng;
    this.plan = plan;
    this.#commands = new Float64Array(plan.length * STRIDE);
    this.#liveBytesMax = liveBytesMax;
    this.#processor = prng.below(plan.heap.procs);
  }

  /** The commands written so far. */
  get commands(): Float64Array {
    return this.#commands.subarray(0, this.#at);
  }

  /** How many commands may still be written. */
  get left(): number {
    return (this.#commands.length - this.#at) / STRIDE;
  }

  /** Bytes that may still be held. */
  get room(): Bytes {
    return this.#liveBytesMax - this.#liveBytes;
  }

  isAttached(label: number): boolean {
    return this.#isAttached[label] === true;
  }

  holds(label: number): boolean {
    return this.#isHeld[label] === true;
  }

  sizeOf(label: number): Bytes {
    return this.#sizes[label] as number;
  }

  /** Words of the block that may hold a pointer. */
  wordsOf(label: number): number {
    return this.#words[label] as number;
  }

  /** Asks for a block; answers its label, or NONE where the client would hold too much. */
  malloc(size: number, pointerWords: number, via = 0): number {
    return this.#mayAsk(size) ? this.#malloc(size, pointerWords, via) : NONE;
  }

  /** Likewise, however much is held. */
  mallocAtAnyRate(size: number): number {
    return this.left > 0 ? this.#malloc(size, NOSCAN, 0) : NONE;
  }

  calloc(count: number, size: number, via = 0): number {
    if (!this.#mayAsk(count * size)) return NONE;
    const label = this.#made(count * size, NOSCAN);
    this.#emit(OP.CALLOC, label, count, size, via);
    return label;
  }

  memalign(alignment: number, size: number, via: number): number {
    if (!this.#mayAsk(size)) return NONE;
    const label = this.#made(size, NOSCAN);
    this.#emit(OP.MEMALIGN, label, alignment, size, via);
    return label;
  }

  /** Asks for another size of a block that nothing points to; answers the new label, or NONE. */
  realloc(old: number, size: number, via = 0): number {
    if (!this.#mayAsk(size)) return NONE;
    const label = this.#resized(old, size);
    this.#emit(OP.REALLOC, label, old, size, via);
    return label;
  }

  reallocarray(old: number, count: number, size: number): number {
    if (!this.#mayAsk(count * size)) return NONE;
    const label = this.#resized(old, count * size);
    this.#emit(OP.REALLOCARRAY, label, old, count, size);
    return label;
  }

  /**
   * Frees a held block; pointers to it are taken back first. Where that cannot be done it is only
   * dropped.
   */
  free(label: number, via = 0): void {
    const slots = this.links.into(label);
    if (this.#isAttached[label] === true || slots.some(([from]) => !this.holds(from))) {
      this.drop(label);
      return;
    }
    for (const [from, word] of slots) this.unlink(from, word);
    this.links.cutFrom(label);
    this.#forget(label);
    this.lastFreed = label;
    const other = (this.#processor + 1) % this.plan.heap.procs;
    this.#emitOn(this.plan.freesElsewhere ? other : this.#processor, OP.FREE, label, 0, 0, via);
  }

  freeNull(): void {
    this.#emit(OP.FREE, NONE);
  }

  /** @param label  of a block that `offset` counts from, or NONE */
  badFree(label: number, offset: number): void {
    this.#emit(OP.BADFREE, label, offset);
  }

  write(label: number): void {
    this.#emit(OP.WRITE, label);
  }

  read(label: number): void {
    this.#emit(OP.READ, label);
  }

  link(from: number, word: number, to: number): void {
    this.links.set(from, word, to);
    this.#emit(OP.LINK, from, word, to);
  }

  unlink(from: number, word: number): void {
    this.links.cut(from, word);
    this.#emit(OP.LINK, from, word, NONE);
  }

  /** Takes hold of what a word of a held block points to. */
  load(from: number, word: number): void {
    const target = this.links.target(from, word);
    const index = this.#dropped.indexOf(target);
    if (index >= 0) {
      this.#dropped.splice(index, 1);
      this.#hold(target);
    }
    this.#emit(OP.LOAD, from, word);
  }

  drop(label: number): void {
    this.#letGo(label);
    this.#dropped.push(label);
    this.#emit(OP.DROP, label);
  }

  gc(): void {
    this.#emit(OP.GC, 0);
    this.#collected();
  }

  gcStart(): void {
    this.#emit(OP.GC_START, 0);
  }

  mark(units: number): void {
    this.#emit(OP.MARK, units);
  }

  assist(): void {
    this.#emit(OP.ASSIST, 0);
  }

  /** @param ends  whether the collection is over by this, as far as the client can guess */
  terminate(ends: boolean): void {
    this.#emit(OP.TERMINATE, 0);
    if (ends) this.#collected();
  }

  wait(milliseconds: number): void {
    this.#emit(OP.WAIT, milliseconds);
  }

  /** Lets the background scavenger run. */
  bgscavenge(quanta: number): void {
    this.#emit(OP.BGSCAVENGE, quanta);
  }

  /** Collects, and gives everything free back. */
  freeOSMemory(): void {
    this.#emit(OP.FREE_OS_MEMORY, 0);
    this.#collected();
  }

  global(label: number): void {
    this.#emit(OP.GLOBAL, label);
  }

  spawn(): void {
    this.#emit(OP.GO, 0);
  }

  /** What the goroutine holds is not known here: commands that name it do nothing. */
  exit(): void {
    this.#emit(OP.GOEXIT, 0);
  }

  /** A function with so many bytes of locals runs. */
  call(bytes: Bytes): void {
    this.#emit(OP.CALL, bytes);
  }

  /** What its frame holds is not known here: commands that name it do nothing. */
  ret(): void {
    this.#emit(OP.RETURN, 0);
  }

  addrof(frames: number): void {
    this.#emit(OP.ADDROF, frames);
  }

  gosched(): void {
    this.#emit(OP.GOSCHED, 0);
  }

  syscall(processor: number): void {
    this.#emitOn(processor, OP.SYSCALL, 0);
  }

  sysexit(processor: number): void {
    this.#emitOn(processor, OP.SYSEXIT, 0);
  }

  retake(processor: number): void {
    this.#emitOn(processor, OP.RETAKE, 0);
  }

  procs(count: number): void {
    this.#emit(OP.PROCS, count);
  }

  /** The next call of `processor` stops at its `stop`-th yield point. */
  pause(processor: number, stop: number): void {
    this.#processor = processor;
    this.#emitOn(processor, OP.PAUSE, stop);
  }

  resume(processor: number, steps: number): void {
    this.#emitOn(processor, OP.RESUME, steps);
  }

  /** From here on another processor is at work. */
  switchTo(processor: number): void {
    this.#processor = processor;
  }

  /** Does something with the processor that is at work, which no other takes over from. */
  alone(deed: () => void): void {
    this.#isAlone = true;
    deed();
    this.#isAlone = false;
  }

  sweep(spans: number): void {
    this.#emit(OP.SWEEP, spans);
  }

  /** The block is not freed from now on. */
  finalizer(label: number): void {
    this.#isAttached[label] = true;
    this.#emit(OP.FINALIZER, label);
  }

  finalize(times: number): void {
    this.#emit(OP.FINALIZE, times);
  }

  weak(label: number): void {
    this.#isAttached[label] = true;
    this.#weak.push(label);
    this.#emit(OP.WEAK, label);
  }

  /** Labels to which weak pointers were made. */
  get weakLabels(): readonly number[] {
    return this.#weak;
  }

  upgrade(label: number): void {
    this.#emit(OP.UPGRADE, label);
  }

  /** @param label  of a block that `offset` counts from, or NONE to take all such words away */
  ambiguous(label: number, offset: number): void {
    this.#emit(OP.AMBIGUOUS, label, offset);
  }

  /** What was dropped and is not reached is gone. */
  #collected(): void {
    if (this.#dropped.length === 0) return;
    const reached = this.links.reachedFrom(this.held);
    for (const label of this.#dropped) {
      if (reached.has(label)) continue;
      this.links.cutFrom(label);
      this.#liveBytes -= this.sizeOf(label);
    }
    this.#dropped = this.#dropped.filter((label) => reached.has(label));
  }

  scavenge(pages: number): void {
    this.#emit(OP.SCAVENGE, pages);
  }

  #mayAsk(size: number): boolean {
    if (this.left === 0) return false;
    return size <= ALWAYS_MAX || size <= this.room || !isServed(size);
  }

  #malloc(size: number, pointerWords: number, via: number): number {
    const label = this.#made(size, pointerWords);
    this.#emit(OP.MALLOC, label, size, pointerWords, via);
    return label;
  }

  /** The label of the new block, in the place of the old one where the size can be served. */
  #resized(old: number, size: number): number {
    const words = old === NONE ? 0 : Math.min(this.wordsOf(old), Math.floor(size / WORD));
    const label = this.#made(size, words);
    if (old !== NONE && isServed(size)) {
      this.links.move(old, label, words);
      this.#forget(old);
    }
    return label;
  }

  /** The label of a new block, which is held where the size can be served. */
  #made(size: number, pointerWords: number): number {
    const label = this.#sizes.length;
    const served = isServed(size);
    const words = Math.floor(size / WORD);
    this.#sizes.push(served ? size : 0);
    this.#words.push(!served ? 0 : pointerWords === ALL_WORDS ? words : pointerWords);
    this.#isHeld.push(false);
    if (served) this.#hold(label);
    if (served) this.#liveBytes += size;
    return label;
  }

  /** The block is no more. */
  #forget(label: number): void {
    this.#letGo(label);
    this.#liveBytes -= this.sizeOf(label);
  }

  #hold(label: number): void {
    this.held.push(label);
    this.#isHeld[label] = true;
  }

  #letGo(label: number): void {
    this.held.splice(this.held.lastIndexOf(label), 1);
    this.#isHeld[label] = false;
  }

  /** @param numbers  a, b, c and the entry point of the command; 0 where they are not there */
  #emit(op: number, ...numbers: [a: number, b?: number, c?: number, via?: number]): void {
    const { heap, handOver } = this.plan;
    if (handOver > 0 && !this.#isAlone && percent(this.prng, handOver))
      this.#processor = this.prng.below(heap.procs);
    this.#emitOn(this.#processor, op, ...numbers);
  }

  #emitOn(processor: number, op: number, a: number, b = 0, c = 0, via = 0): void {
    if (this.left === 0) return;
    const commands = this.#commands;
    commands[this.#at] = op;
    commands[this.#at + 1] = a;
    commands[this.#at + 2] = b;
    commands[this.#at + 3] = c;
    commands[this.#at + 4] = processor;
    commands[this.#at + VIA] = via;
    this.#at += STRIDE;
  }
}

/** Whether an allocator may well serve the size; absurd ones never count as held. */
function isServed(size: number): boolean {
  return Number.isInteger(size) && size >= 0 && size < 2 ** 31 - 1;
}
