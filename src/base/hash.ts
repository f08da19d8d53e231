/** Hashes of numbers and of texts, for telling them apart: not against an adversary. */

/** Words that there is room for at first. */
const ROOM = 1024;

/** A list of numbers to be hashed, which is used again and again. */
export class Words {
  #words = new Float64Array(ROOM);
  /** Of each word the lower and the upper 32 bits. */
  #halves = new Int32Array(this.#words.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  push(word: number): void {
    if (this.#length === this.#words.length) this.#widen();
    this.#words[this.#length] = word;
    this.#length += 1;
  }

  /**
   * 53 bits of the numbers and their order. Among a million states two have one hash with a probability of 1 in 18,000.
   *
   * Two lanes of multiply and rotate, each finished as in MurmurHash3 (Appleby 2011).
   */
  hash(): number {
    const halves = this.#halves;
    const end = 2 * this.#length;
    let a = 0x9e3779b9 | 0;
    let b = 0x85ebca6b | 0;
    for (let i = 0; i < end; i += 2) {
      const low = halves[i] as number;
      const high = halves[i + 1] as number;
      a = rotate(Math.imul(a ^ low, 0xcc9e2d51), 15) + b;
      b = rotate(Math.imul(b ^ high, 0x1b873593), 13) + a;
      a = Math.imul(a ^ high, 0xe6546b64) + 1;
      b = Math.imul(b ^ low, 0x5bd1e995) - 1;
    }
    return (finished(a) >>> 0) * 2 ** 21 + (finished(b ^ this.#length) >>> 11);
  }

  #widen(): void {
    const words = new Float64Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
    this.#halves = new Int32Array(words.buffer);
  }
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

function finished(x: number): number {
  let h = x ^ (x >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A text as 8 hexadecimal digits: FNV-1a over its UTF-16 units. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
