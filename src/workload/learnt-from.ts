/**
 * Learns from a program what another one would have to be like: counts of sizes, lifetimes and calls.
 *
 * A size that is asked for often is kept as it is, since it is a struct or a buffer of that size; others are put together
 * by powers of two, and so are lifetimes.
 */
import type { Bytes } from '../base/units.ts';
import { OP, STRIDE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import type { CountedRange, Learnt } from './learnt.ts';

/** A size is kept exactly when it makes up at least one in so many allocations; there are never more than these. */
const EXACT_ODDS = 200;

/**
 * @param program  of malloc, calloc, realloc and free, as that of a trace; other commands do not count
 * @param about    what it is called
 * @cost O(commands)
 */
export function learn({ commands }: Program, about: Pick<Learnt, 'id' | 'title'>): Learnt {
  const counts = new Counts();
  for (let i = 0; i < commands.length; i += STRIDE) counts.step(commands.subarray(i, i + STRIDE));
  const { malloc, calloc, realloc, free, peakLiveBytes, peakLiveBlocks } = counts;
  const allocations = malloc + calloc + realloc;
  return {
    ...about,
    calls: { malloc, calloc, realloc, free },
    peakLive: { bytes: peakLiveBytes, blocks: peakLiveBlocks },
    sizes: ranged(counts.sizes, (count) => count * EXACT_ODDS >= allocations),
    lifetimes: ranged(counts.lifetimes, () => false),
    neverFreed: counts.live,
  };
}

/** A block that is live. */
interface Life {
  readonly size: Bytes;
  /** Allocations before it, and itself. */
  readonly born: number;
}

class Counts {
  malloc = 0;
  calloc = 0;
  realloc = 0;
  free = 0;
  peakLiveBytes = 0;
  peakLiveBlocks = 0;
  /** How often each was met. */
  readonly sizes = new Map<Bytes, number>();
  readonly lifetimes = new Map<number, number>();
  /** By label. */
  readonly #lives = new Map<number, Life>();
  #liveBytes = 0;
  #allocations = 0;

  get live(): number {
    return this.#lives.size;
  }

  step([op, label = 0, b = 0, c = 0]: Float64Array): void {
    if (op === OP.MALLOC) {
      this.malloc += 1;
      this.#begin(label, b, undefined);
    } else if (op === OP.MEMALIGN) {
      this.malloc += 1;
      this.#begin(label, c, undefined);
    } else if (op === OP.CALLOC) {
      this.calloc += 1;
      this.#begin(label, b * c, undefined);
    } else if (op === OP.REALLOC) {
      this.realloc += 1;
      this.#begin(label, c, this.#end(b));
    } else if (op === OP.FREE) {
      this.free += 1;
      const life = this.#end(label);
      if (life !== undefined) add(this.lifetimes, this.#allocations - life.born);
    }
  }

  /** @param before  of the block that was moved */
  #begin(label: number, size: Bytes, before: Life | undefined): void {
    this.#allocations += 1;
    this.#lives.set(label, { size, born: before?.born ?? this.#allocations });
    this.#liveBytes += size;
    this.peakLiveBytes = Math.max(this.peakLiveBytes, this.#liveBytes);
    this.peakLiveBlocks = Math.max(this.peakLiveBlocks, this.#lives.size);
    add(this.sizes, size);
  }

  #end(label: number): Life | undefined {
    const life = this.#lives.get(label);
    this.#lives.delete(label);
    this.#liveBytes -= life?.size ?? 0;
    return life;
  }
}

function add(counts: Map<number, number>, value: number): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

/** Values that are kept by themselves, and the others by powers of two: each range from its least to its largest value. */
function ranged(
  counts: ReadonlyMap<number, number>,
  isExact: (count: number) => boolean,
): readonly CountedRange[] {
  const exact: CountedRange[] = [];
  const bins = new Map<number, CountedRange>();
  for (const [value, count] of [...counts].toSorted(([a], [b]) => a - b)) {
    if (isExact(count)) exact.push({ from: value, to: value, count });
    else {
      const bin = binOf(value);
      const before = bins.get(bin);
      const from = before?.from ?? value;
      bins.set(bin, { from, to: value, count: (before?.count ?? 0) + count });
    }
  }
  return [...exact, ...bins.values()].toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/** The smallest power of two that is at least the value: 0, 1, 2, then 4 for 3 and 4, 8 for 5 to 8, … */
function binOf(value: number): number {
  if (value === 0) return 0;
  let power = 1;
  while (power < value) power *= 2;
  return power;
}
