// Goal: words of simulated memory are kept and cleared exactly. Method: words stored side by side, over the boundary of two
// slabs too, and looked at one by one.
import { describe, expect, it } from 'vitest';
import { LINUX64 } from '../../../models/go/geometry.ts';
import { loadPointer, memclr, storePointer } from '../../../models/go/words.ts';
import { Os } from '../../../models/os/os.ts';

const WORD = 8;

/** Memory of two slabs, ready for use. */
function memory(): { readonly os: Os; readonly base: number } {
  const os = new Os({ addressLimit: LINUX64.addressLimit, faults: [] });
  const bytes = LINUX64.heapArenaBytes;
  const { addr: base } = os.sysReserve(LINUX64.arenaHints[0]!, bytes)!;
  os.sysMap(base, bytes);
  os.sysUsed(base, bytes);
  return { os, base };
}

describe('a word', () => {
  it.each([0, 1, 2 ** 31, 2 ** 32 - 8, 2 ** 32, 0xc0_0000_0000, 2 ** 48 - 8])(
    'keeps %i',
    (value) => {
      const { os, base } = memory();
      storePointer(os, base + WORD, value);
      expect([0, 1, 2].map((i) => loadPointer(os, base + i * WORD))).toEqual([0, value, 0]);
    },
  );
});

describe('clearing', () => {
  it.each([
    ['nothing', 0],
    ['one word', WORD],
    ['what is cleared word by word', 128],
    ['a little more', 136],
    ['what begins in one slab and ends in the next', 3 * WORD, -WORD],
    ['much over both', 1024, -512],
  ])('clears %s and nothing beside it', (_, bytes, before = WORD) => {
    const { os, base } = memory();
    const from = base + os.slabBytes + before;
    const all = Array.from({ length: bytes / WORD + 2 }, (_, i) => from + (i - 1) * WORD);
    for (const addr of all) storePointer(os, addr, addr);
    memclr(os, from, bytes);
    expect(all.map((addr) => loadPointer(os, addr))).toEqual([
      from - WORD,
      ...Array.from({ length: bytes / WORD }, () => 0),
      from + bytes,
    ]);
  });
});
