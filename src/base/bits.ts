/** Bit counting on 32-bit words. A word is any int32, read as 32 bits. */

/** The number of one bits. */
export function popcount32(word: number): number {
  let w = word - ((word >>> 1) & 0x55555555);
  w = (w & 0x33333333) + ((w >>> 2) & 0x33333333);
  return Math.imul((w + (w >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The number of zero bits below the lowest one bit; 32 for the zero word. */
export function ctz32(word: number): number {
  return word === 0 ? 32 : 31 - Math.clz32(word & -word);
}

/** Whether bit `index` of a bitmap of 32-bit words is set. */
export function bitAt(words: Int32Array, index: number): boolean {
  return (((words[index >>> 5] as number) >>> (index & 31)) & 1) === 1;
}

export function setBit(words: Int32Array, index: number): void {
  words[index >>> 5] = (words[index >>> 5] as number) | (1 << (index & 31));
}

export function clearBit(words: Int32Array, index: number): void {
  words[index >>> 5] = (words[index >>> 5] as number) & ~(1 << (index & 31));
}

/** The number of one bits at indices `from` (included) to `to` (excluded). */
export function popcountRange(words: Int32Array, from: number, to: number): number {
  if (from >= to) return 0;
  const first = from >>> 5;
  const last = (to - 1) >>> 5;
  const head = -1 << (from & 31);
  const tail = -1 >>> (31 - ((to - 1) & 31));
  if (first === last) return popcount32((words[first] as number) & head & tail);
  let count = popcount32((words[first] as number) & head);
  for (let i = first + 1; i < last; i += 1) count += popcount32(words[i] as number);
  return count + popcount32((words[last] as number) & tail);
}
