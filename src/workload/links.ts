/** Which words of which blocks point to which blocks, as the client guesses. */

/** A pointer: where it is stored. */
export type Slot = readonly [from: number, word: number];

/** Largest word that is told apart: pointers beyond it share a slot. */
const WORDS_MAX = 2 ** 21;

const NO_SLOTS: readonly Slot[] = [];

export class Links {
  /** Target by slot. */
  readonly #targets = new Map<number, number>();

  set(from: number, word: number, to: number): void {
    this.#targets.set(from * WORDS_MAX + word, to);
  }

  cut(from: number, word: number): void {
    this.#targets.delete(from * WORDS_MAX + word);
  }

  /** Cuts all pointers that the block holds. */
  cutFrom(from: number): void {
    for (const key of this.#targets.keys()) {
      if (Math.floor(key / WORDS_MAX) === from) this.#targets.delete(key);
    }
  }

  /** Hands the pointers in the first `words` words on to another block; the others are gone. */
  move(from: number, to: number, words: number): void {
    for (const [key, target] of this.#targets) {
      const word = key % WORDS_MAX;
      if (Math.floor(key / WORDS_MAX) !== from) continue;
      this.#targets.delete(key);
      if (word < words) this.set(to, word, target === from ? to : target);
    }
  }

  /** What the word points to; -1 where nothing is known of it. */
  target(from: number, word: number): number {
    return this.#targets.get(from * WORDS_MAX + word) ?? -1;
  }

  /** The pointers to a block, but for its own. */
  into(to: number): readonly Slot[] {
    if (this.#targets.size === 0) return NO_SLOTS;
    return this.all().filter(([from, word]) => from !== to && this.target(from, word) === to);
  }

  /** All pointers, in the order in which they were first stored. */
  all(): readonly Slot[] {
    return [...this.#targets.keys()].map((key) => [Math.floor(key / WORDS_MAX), key % WORDS_MAX]);
  }

  /** The blocks that can be reached from these, themselves included. */
  reachedFrom(roots: readonly number[]): ReadonlySet<number> {
    const reached = new Set(roots);
    let before = -1;
    while (reached.size > before) {
      before = reached.size;
      for (const [key, target] of this.#targets) {
        if (reached.has(Math.floor(key / WORDS_MAX))) reached.add(target);
      }
    }
    return reached;
  }
}
