import { popcountRange } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { bits, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const bitsBeyondSlotsZero = defineInvariant({
  id: 'go/bits-beyond-slots-zero',
  holds:
    'allocBits and gcmarkBits have a bit for each slot of a span, and no bit set behind the last',
  because: 'a sweep counts all mark bits: a stray one makes the span look fuller than it can be',
  sources: [go119('mheap.go', 'newMarkBits'), go119('mbitmap.go', '(*mspan).countAlloc')],
  when: 'always',
  cost: 'O(1)',
  every: changedSpans,
  check: ({ startAddr, nelems, allocBits, gcmarkBits }) =>
    strayBits(hex(startAddr), 'allocBits', allocBits, nelems) ??
    strayBits(hex(startAddr), 'gcmarkBits', gcmarkBits, nelems),
  examples: {
    holds: [
      heapOf(span({ spanclass: 9, taken: [255], marked: [255] })),
      heapOf(span({ spanclass: 7, taken: [340] })),
    ],
    violates: [
      heapOf(span({ spanclass: 7, taken: [341] })),
      heapOf(span({ spanclass: 7, marked: [383] })),
      heapOf(span({ allocBits: bits(64) })),
    ],
  },
});

function strayBits(at: string, name: string, words: Int32Array, nelems: number): Stray | undefined {
  const length = 32 * words.length;
  if (length >= nelems && popcountRange(words, nelems, length) === 0) return undefined;
  const actual = length < nelems ? `${length} bits` : `bits set behind slot ${nelems - 1}`;
  return { at: `${at}, ${name}`, expected: `${nelems} bits, and zeroes behind`, actual };
}

type Stray = { at: string; expected: string; actual: string };
