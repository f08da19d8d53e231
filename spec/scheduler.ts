/**
 * The contract of a runtime that schedules goroutines on processors, and can be in the middle of calls.
 *
 * A client names processors; which goroutine runs on one is the scheduler's business, and so is which processor a
 * goroutine gets that comes back from the system. A goroutine's number is the number of its stack (RootSource).
 */
import type { Addr, Bytes, Pages } from '../src/base/units.ts';
import type { Refusal } from './subject.ts';

/** What a malloc that may be suspended is asked for. */
export interface MallocRequest {
  readonly size: Bytes;
  readonly pointerWords: number;
  readonly zeroed: boolean;
}

export interface Scheduler {
  /** Goroutines that there ever were. */
  readonly goroutines: number;
  /** Calls that are suspended. */
  readonly suspended: number;
  /** There where goroutines' stacks hold frames. */
  readonly frames?: Frames | undefined;
  /** Whether `pause` was said on the current processor, and no call since. */
  readonly isPausing: boolean;

  /**
   * Makes `p` the processor that serves the next calls. What it is in the middle of ends first; where its goroutine is
   * in the system, another one runs.
   *
   * @param p  0…procs-1; one that is stopped has its work done by another
   * @returns  the goroutine that runs there
   */
  run(p: number): number;
  /** Sets how many processors there are, 1…the heap's: GOMAXPROCS. False when it cannot, or nothing changes. */
  setProcs(procs: number): boolean;
  /** A new goroutine, behind the others of the current processor. */
  go(): void;
  /** The current processor runs another goroutine, should one wait; whether one did. */
  gosched(): boolean;
  /** The goroutine on the current processor ends; answers which one it was. */
  goexit(): number;
  /** The goroutine on the current processor goes into the system, for who knows how long. */
  entersyscall(): void;
  /** Takes a processor from a goroutine that is in the system; whether one was. */
  retake(p: number): boolean;
  /** The goroutine that went into the system from `p` first comes back; whether there is one. */
  exitsyscall(p: number): boolean;

  /** The next call on the current processor is suspended at its `stop`-th yield point, should it come to it. */
  pause(stop: number): void;
  /** Lets the call that is suspended on `p` go on for up to `steps` yield points; whether there was one. */
  resume(p: number, steps: number): boolean;
  /** Lets all that is suspended run to its end. */
  finishCalls(): void;
  /** As the subject's, but for a processor that pauses; `done` is told of the answer when it is there. */
  malloc(request: MallocRequest, done: (reply: Addr | Refusal) => void): void;
  /** Likewise, for the collector's step. */
  sweep(spans: number): void;
  /** Likewise, for the subject's. */
  scavenge(npages: Pages): void;
}

/** A word of a frame on a goroutine's stack. Frames are counted from the outermost, words from the lowest. */
export interface Local {
  readonly g: number;
  readonly frame: number;
  readonly word: number;
}

/**
 * The frames of goroutines' stacks. A client says which of their locals hold pointers; a collector finds these there, and
 * not by RootSource.
 */
export interface Frames {
  /** Frames of a goroutine; 0 where it is over, or has no stack. */
  depth(g: number): number;
  /** The first so many words of a frame are locals that may hold pointers. */
  pointerLocals(g: number, frame: number): number;
  /**
   * The goroutine on the current processor calls a function.
   *
   * @param bytes  of its locals
   * @returns      false where its stack cannot take the frame, and stays as it is
   */
  call(bytes: Bytes): boolean;
  /** It returns; false when nobody called it. */
  ret(): boolean;
  /** From here on the local holds a pointer, into the heap or into the same stack. */
  store(at: Local, value: Addr): void;
  /** The local is not used any more; it keeps what it holds. */
  kill(at: Local): void;
  /** Where the local is, until the stack is copied. */
  addressOf(at: Local): Addr;
}
