import { classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicPointerBlocks } from '../../quantifiers/classic-tiers.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { classicOwner } from '../../quantifiers/classic-tiers.ts';
import { classicBitsAt, classicBitsOf, classicWrongWord } from '../../views/classic-bits.ts';
import { WORD_BYTES } from '../../views/go.ts';

export const classicHeapBitsMatchType = defineInvariant({
  id: 'classic/heap-bits-match-type',
  holds:
    'the words of an object that may hold pointers have the pointer and the scan bit, the second word only the first of them, and the words after them neither',
  because: 'the collector misses a pointer and frees what it leads to, or takes data for one',
  sources: [go110('mbitmap.go', 'heapBitsForAddr, heapBitsSetType')],
  when: 'always',
  cost: 'O(object / 32 bytes)',
  every: classicPointerBlocks,
  check({ addr, pointerWords }, { classic }) {
    const span = classicOwner(classic, addr);
    if (span === undefined || (span.spanclass & 1) === 1) return undefined;
    const words = span.elemsize / WORD_BYTES;
    const word = classicWrongWord(classic, addr, words, pointerWords);
    if (word < 0) return undefined;
    const at = addr + word * WORD_BYTES;
    const expected = bitsText(classicBitsOf(word, words, pointerWords));
    return {
      at: `${hex(at)}, word ${word}`,
      expected,
      actual: bitsText(classicBitsAt(classic, at)),
    };
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ memory }) => memory.poke(pageAt(0) - 1, 0x33)),
      classicView(({ memory }) => memory.poke(pageAt(0) - 1, 0x11)),
      classicView(({ memory }) => memory.poke(pageAt(0) - 1 - 16 * 256, 0)),
      classicView(({ memory }) => memory.poke(pageAt(0) - 1 - 16 * 256 - 700, 0x80)),
    ],
  },
});

function bitsText(bits: number): string {
  return `pointer ${bits & 1}, scan ${bits >>> 4}`;
}
