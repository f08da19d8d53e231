import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { growths } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_BYTES } from '../../views/go.ts';

export const growthInWholeChunks = defineInvariant({
  id: 'go/growth-in-whole-chunks',
  holds: 'the heap grows by whole chunks, which are mapped from then on',
  because: 'a chunk has one bitmap: half of one would bring pages along that are not the heap’s',
  implies: ['go/current-arena-apart', 'go/heap-released-counted'],
  sources: [
    go119('mpagealloc_64bit.go', '(*pageAlloc).sysGrow: bounds not aligned to pallocChunkBytes'),
    go119('mheap.go', '(*mheap).grow'),
  ],
  when: 'always',
  cost: 'O(chunks of the growth)',
  every: growths,
  check({ base, bytes }, { go }) {
    if (base % CHUNK_BYTES !== 0 || bytes % CHUNK_BYTES !== 0 || bytes <= 0) {
      const actual = `${bytes} bytes from ${hex(base)}`;
      return { at: hex(base), expected: `whole chunks of ${CHUNK_BYTES} bytes`, actual };
    }
    for (let addr = base; addr < base + bytes; addr += CHUNK_BYTES) {
      if (go.pages.chunkAt(addr / CHUNK_BYTES) !== undefined) continue;
      return { at: hex(addr), expected: 'a mapped chunk', actual: 'none' };
    }
    return undefined;
  },
  examples: {
    holds: [goView(), grown(addrOf(0), CHUNK_BYTES), grown(addrOf(0), 3 * CHUNK_BYTES)],
    violates: [
      grown(addrOf(0), CHUNK_BYTES / 2),
      grown(addrOf(1), CHUNK_BYTES),
      grown(addrOf(0), 4 * CHUNK_BYTES),
      grown(addrOf(0), 0),
    ],
  },
});

/** A heap of three chunks that says that it grew. */
function grown(base: number, bytes: number) {
  return altered(goView({ arenas: 3 }), ({ goTouched }) => {
    goTouched.growths.push({ base, bytes });
  });
}
