import type { Addr } from '../../../src/base/units.ts';
import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, altered, goView, span } from '../../fixtures/go.ts';
import type { Parts } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { pointerBlocks } from '../../quantifiers/go-pages.ts';
import { go119, goIssue } from '../../sources.ts';
import { WORD_BYTES } from '../../views/go.ts';
import { ownerOf } from '../../views/go-slots.ts';
import { firstWrongWord, heapBitsAt } from '../../views/heap-bits.ts';

const SCAN_8 = 2;
const SCAN_24 = 6;
const NOSCAN_24 = 7;

export const heapBitsMatchType = defineInvariant({
  id: 'go/heap-bits-match-type',
  holds:
    'the words of a slot that may hold pointers have the pointer and the scan bit, and the words after them neither',
  because:
    'the collector misses a pointer and frees what it leads to, or follows data as if it were one',
  sources: [
    go119('mbitmap.go', 'heapBitsSetType'),
    go119('mbitmap.go', 'heapBitsSetType: doubleCheck'),
    goIssue(37470, 'the last bitmap byte was lost in rounding'),
  ],
  when: 'always',
  cost: 'O(slot / 32 bytes)',
  every: pointerBlocks,
  check({ addr, pointerWords }, { go }) {
    const it = ownerOf(go, addr);
    if (it === undefined || (it.spanclass & 1) === 1) return undefined;
    const word = firstWrongWord(go, addr, it.elemsize / WORD_BYTES, pointerWords);
    if (word < 0) return undefined;
    const at = addr + word * WORD_BYTES;
    const expected = bitsText(word < pointerWords ? 0x11 : 0);
    return { at: `${hex(at)}, word ${word}`, expected, actual: bitsText(heapBitsAt(go, at)) };
  },
  examples: {
    holds: [
      slots(SCAN_8, 1, 0x33),
      slots(SCAN_24, 3, 0xff, 0x33),
      slots(SCAN_24, 2, 0xbb, 0x11),
      slots(SCAN_24, 1, 0x99),
      slots(NOSCAN_24, 3, 0),
      slots(SCAN_24, 3, 0xff, 0x33, 0x80),
    ],
    violates: [
      altered(slots(SCAN_24, 3, 0xff, 0x33), (parts) => setBits(parts, 0xfb)),
      altered(slots(SCAN_24, 3, 0xff, 0x33), (parts) => setBits(parts, 0xbf)),
      altered(slots(SCAN_24, 2, 0xbb, 0x11), (parts) => setBits(parts, 0xff)),
      altered(slots(SCAN_24, 2, 0xbb, 0x11), (parts) => setBits(parts, 0xbb, 0x31)),
    ],
  },
});

function bitsText(bits: number): string {
  return `pointer ${bits & 1}, scan ${bits >>> 4}`;
}

/** A heap whose first two slots hold blocks with this many pointers each, and the first bytes of its bitmap. */
function slots(spanclass: number, pointerWords: number, ...bits: readonly number[]) {
  const elemsize = spanclass === SCAN_8 ? 8 : 24;
  const at = (addr: Addr) => block({ addr, size: elemsize, pointerWords });
  const placed = [at(HEAP_BASE), at(HEAP_BASE + elemsize)];
  const view = goView({ spans: [span({ spanclass, freeindex: 2 })], client: { placed } });
  return altered(view, (parts) => setBits(parts, ...bits));
}

function setBits({ go }: Parts, ...bits: readonly number[]): void {
  go.arenas[0]!.bitmap.set(bits);
}
