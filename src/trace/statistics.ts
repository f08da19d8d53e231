/**
 * What a trace does to a heap, in a few numbers: how much it holds at most, which sizes it wants.
 *
 * They come from the program alone, so they are the same whichever allocator it is replayed on.
 */
import type { Bytes } from '../base/units.ts';
import { OP, STRIDE } from '../program/program.ts';
import type { Trace } from './trace.ts';

export interface TraceStatistics {
  /** Lines of the trace that hold an operation. */
  readonly events: number;
  /** Commands of the program of each kind. */
  readonly mallocs: number;
  readonly callocs: number;
  readonly frees: number;
  readonly reallocs: number;
  /** Most bytes live after any command, as asked for. */
  readonly peakLiveBytes: Bytes;
  /** Most blocks live after any command. */
  readonly peakLiveBlocks: number;
  /** How often which sizes were asked for, by malloc, calloc and realloc; ascending, without empty ones. */
  readonly sizes: readonly SizeBucket[];
}

/** Sizes above half of `upTo`, up to `upTo` included: 0, 1, 2, 3-4, 5-8, … */
export interface SizeBucket {
  /** Bytes: 0 or a power of two. */
  readonly upTo: Bytes;
  readonly count: number;
}

/** @cost O(commands) */
export function traceStatistics({ events, program }: Trace): TraceStatistics {
  const tally = new Tally();
  for (let i = 0; i < program.commands.length; i += STRIDE) tally.step(program.commands, i);
  const { mallocs, callocs, frees, reallocs, peakLiveBytes, peakLiveBlocks } = tally;
  return {
    events,
    mallocs,
    callocs,
    frees,
    reallocs,
    peakLiveBytes,
    peakLiveBlocks,
    sizes: tally.sizes(),
  };
}

/** Counts along a program. A trace has no commands but malloc, calloc, realloc and free. */
class Tally {
  mallocs = 0;
  callocs = 0;
  frees = 0;
  reallocs = 0;
  peakLiveBytes = 0;
  peakLiveBlocks = 0;
  #liveBytes = 0;
  /** Sizes of the live blocks, by label. */
  readonly #live = new Map<number, Bytes>();
  /** How often each bucket was asked for, by its `upTo`. */
  readonly #buckets = new Map<Bytes, number>();

  /** Counts the command at index `at`. */
  step(commands: Float64Array, at: number): void {
    const [op, a = 0, b = 0, c = 0] = commands.subarray(at, at + STRIDE);
    if (op === OP.MALLOC) {
      this.mallocs += 1;
      this.#gain(a, b);
    } else if (op === OP.MEMALIGN) {
      this.mallocs += 1;
      this.#gain(a, c);
    } else if (op === OP.CALLOC) {
      this.callocs += 1;
      this.#gain(a, b * c);
    } else if (op === OP.REALLOC) {
      this.reallocs += 1;
      this.#lose(b);
      this.#gain(a, c);
    } else if (op === OP.FREE) {
      this.frees += 1;
      this.#lose(a);
    }
  }

  sizes(): readonly SizeBucket[] {
    const buckets = Array.from(this.#buckets, ([upTo, count]) => ({ upTo, count }));
    return buckets.toSorted((a, b) => a.upTo - b.upTo);
  }

  #gain(label: number, size: Bytes): void {
    this.#live.set(label, size);
    this.#liveBytes += size;
    this.peakLiveBytes = Math.max(this.peakLiveBytes, this.#liveBytes);
    this.peakLiveBlocks = Math.max(this.peakLiveBlocks, this.#live.size);
    const upTo = powerOfTwoFrom(size);
    this.#buckets.set(upTo, (this.#buckets.get(upTo) ?? 0) + 1);
  }

  #lose(label: number): void {
    this.#liveBytes -= this.#live.get(label) ?? 0;
    this.#live.delete(label);
  }
}

/** The smallest power of two that is at least `size`; 0 for 0. */
function powerOfTwoFrom(size: Bytes): Bytes {
  if (size === 0) return 0;
  let power = 1;
  while (power < size) power *= 2;
  return power;
}
