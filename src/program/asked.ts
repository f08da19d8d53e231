/** How much memory programs ask for, counted by powers of two. */
import { OP, STRIDE, VIA } from './program.ts';
import type { Program } from './program.ts';

/** So many requests of `from` bytes or more, and fewer than `to`. */
export interface SizeRange {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export class AskedSizes {
  /** Of 0 bytes, of 1, of 2 and 3, of 4 to 7, and so on. */
  readonly #counts: number[] = [];

  add({ commands }: Pick<Program, 'commands'>): void {
    for (let at = 0; at < commands.length; at += STRIDE) {
      const size = askedAt(commands, at);
      if (!Number.isSafeInteger(size) || size < 0) continue;
      const power = size === 0 ? 0 : Math.floor(Math.log2(size)) + 1;
      this.#counts[power] = (this.#counts[power] ?? 0) + 1;
    }
  }

  /** Ascending; from the smallest that was asked for to the largest, those between that were not too. */
  get ranges(): readonly SizeRange[] {
    const all = Array.from(this.#counts.keys(), (power) => {
      const count = this.#counts[power] ?? 0;
      return { from: power === 0 ? 0 : 2 ** (power - 1), to: 2 ** power, count };
    });
    return all.slice(
      Math.max(
        0,
        all.findIndex(({ count }) => count > 0),
      ),
    );
  }
}

/** Bytes that a command asks for; NaN where it asks for none, and maybe a size that no block can have. */
function askedAt(commands: Float64Array, at: number): number {
  const [b = Number.NaN, c = Number.NaN] = commands.subarray(at + 2, at + 4);
  switch (commands[at] as number) {
    case OP.MALLOC:
      return b;
    case OP.CALLOC:
      return b * c;
    case OP.REALLOC:
    case OP.MEMALIGN:
      return c;
    case OP.REALLOCARRAY:
      return c * (commands[at + VIA] ?? 0);
    default:
      return Number.NaN;
  }
}
