/**
 * Sizes for one program: a mixture of kinds, or a few sizes over and over. See profile.ts for the
 * kinds.
 */
import type { Prng } from '../base/prng.ts';
import { KIB, MIB } from '../base/units.ts';
import type { Bytes } from '../base/units.ts';
import { FLEET_EXACT, FLEET_RANGES } from './fleet.ts';
import type { Profile, SizeKind } from './profile.ts';
import { Weighted } from './weighted.ts';

/** Sizes remembered for repeats. */
const RECENT_MAX = 8;
/** One size in so many is any, in a program of few sizes. */
const PALETTE_ODDS = 32;

/** Ranges of the fleet table as [low, high]; an exact size is a range of one. */
const FLEET = new Weighted<readonly [low: Bytes, high: Bytes]>(
  [
    ...FLEET_EXACT.map(([size]) => [size, size] as const),
    ...FLEET_RANGES.map(([high], i) => [(FLEET_RANGES[i - 1]?.[0] ?? 0) + 1, high] as const),
  ],
  [...FLEET_EXACT, ...FLEET_RANGES].map(([, percent]) => percent),
);

/** How far uniform sizes reach, by program: most stay small, so that a run stays cheap. */
const REACH = new Weighted<Bytes>([2 * KIB, 32 * KIB, 256 * KIB, MIB, 8 * MIB], [40, 35, 15, 7, 3]);

export class Sizes {
  readonly #prng: Prng;
  readonly #profile: Profile;
  readonly #kinds: Weighted<SizeKind>;
  readonly #reach: Bytes;
  /** The only sizes of the program; empty when it is a mixture. */
  readonly #palette: number[] = [];
  readonly #recent: number[] = [];
  #drawn = 0;

  /** @param paletteSize  how many sizes the program has, 0 for a mixture */
  constructor(prng: Prng, profile: Profile, kinds: Weighted<SizeKind>, paletteSize: number) {
    this.#prng = prng;
    this.#profile = profile;
    this.#kinds = kinds;
    this.#reach = REACH.pick(prng);
    while (this.#palette.length < paletteSize) this.#palette.push(this.#drawServed());
  }

  /** Any size, absurd ones included. */
  next(): number {
    const isOneOfFew = this.#palette.length > 0 && !this.#prng.oneIn(PALETTE_ODDS);
    const size = isOneOfFew
      ? this.#prng.pick(this.#palette)
      : this.#draw(this.#kinds.pick(this.#prng));
    this.#recent[this.#drawn % RECENT_MAX] = size;
    this.#drawn += 1;
    return size;
  }

  /**
   * A size in `low`…`high`, both at least 1: `next` where it fits, else uniform in its logarithm.
   */
  within(low: Bytes, high: Bytes): Bytes {
    const size = this.next();
    return Number.isInteger(size) && size >= low && size <= high ? size : this.log(low, high);
  }

  /**
   * A size in `low`…`high`, each power of two as likely as the next; often a whole one, or one
   * beside it.
   */
  log(low: Bytes, high: Bytes): Bytes {
    const exponents = Math.log2(high / low);
    const size = Math.floor(low * 2 ** ((this.#prng.next() / 0x1_0000_0000) * exponents));
    if (!this.#prng.oneIn(3)) return Math.max(low, size);
    const power = 2 ** Math.floor(Math.log2(size)) + this.#prng.between(-1, 1);
    return Math.min(high, Math.max(low, power));
  }

  /** A size that is not absurd: a program full of those would do nothing. */
  #drawServed(): Bytes {
    const kind = this.#kinds.pick(this.#prng);
    return this.#draw(kind === 'absurd' ? 'fleet' : kind);
  }

  #draw(kind: SizeKind): number {
    switch (kind) {
      case 'fleet':
        return this.#fleet();
      case 'edge':
        return this.#edge();
      case 'log':
        return this.log(1, this.#reach);
      case 'repeat':
        return this.#recent.length === 0 ? this.#fleet() : this.#prng.pick(this.#recent);
      case 'tiny':
        return this.#prng.between(1, 15);
      case 'absurd':
        return this.#prng.pick(this.#profile.absurd);
    }
  }

  #fleet(): Bytes {
    const [low, high] = FLEET.pick(this.#prng);
    return this.#prng.between(low, high);
  }

  #edge(): Bytes {
    const { edges } = this.#profile;
    if (edges.length === 0) return this.log(1, this.#reach);
    return Math.max(0, this.#prng.pick(edges) + this.#prng.between(-1, 1));
  }
}
