/** Choosing among items by weight. */
import type { Prng } from '../base/prng.ts';

/** Weights by name; a name with weight 0 is never chosen. */
export type Weights<K extends string> = Readonly<Record<K, number>>;

/** Items with weights. The search is linear, so the likely ones had better stand first. */
export class Weighted<T> {
  readonly #items: readonly T[];
  readonly #weights: readonly number[];
  readonly #total: number;

  /** @param weights  of each item, 0 or more, not all 0 */
  constructor(items: readonly T[], weights: readonly number[]) {
    let total = 0;
    for (const weight of weights) total += weight;
    this.#items = items;
    this.#weights = weights;
    this.#total = total;
  }

  pick(prng: Prng): T {
    let left = (prng.next() / 0x1_0000_0000) * this.#total;
    let index = 0;
    while (left >= (this.#weights[index] as number)) {
      left -= this.#weights[index] as number;
      index += 1;
    }
    return this.#items[index] as T;
  }
}

/** An integer in `low`…`high`, each power of two as likely as the next. `low` is at least 1. */
export function logUniform(prng: Prng, low: number, high: number): number {
  const share = prng.next() / 0x1_0000_0000;
  return Math.min(high, Math.floor(low * ((high + 1) / low) ** share));
}
