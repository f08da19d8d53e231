// What a module must export beside AssemblyScript's runtime so that allocheck can test its collector with pointers: blocks that
// say themselves which of their words are references, and a store with the collector's barrier. The compiler asks only
// classes of a library what they visit; so this file is one, by asc --lib.

import { OBJECT, TOTAL_OVERHEAD } from 'rt/common';

/** Bytes, of which the first words, of 8 bytes each, may be references. Behind them is how many words these are. */
class Block {
  @unsafe private __visit(cookie: u32): void {
    const at = changetype<usize>(this);
    const size = changetype<OBJECT>(at - TOTAL_OVERHEAD).rtSize;
    const words = load<u32>(at + size - 4);
    for (let i: u32 = 0; i < words; ++i) __visit(load<usize>(at + (i << 3)), cookie);
  }
}

/** A block without references, of zeroes. */
export function allocheck_new(size: usize, words: u32): usize {
  // What is too large for the runtime is for the runtime to refuse.
  if (size > 0x3fffffff) return __new(size, idof<ArrayBuffer>());
  const rounded = (size + 3) & ~3;
  const at = __new(rounded + 4, idof<Block>());
  memory.fill(at, 0, rounded);
  store<u32>(at + rounded, words);
  return at;
}

/** Stores a reference, or 0, at so many bytes from the start of a block. */
export function allocheck_store(block: usize, at: usize, value: usize): void {
  store<usize>(block + at, value);
  __link(block, value, true);
}
