import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { currentArena } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_BYTES } from '../../views/go.ts';

export const currentArenaApart = defineInvariant({
  id: 'go/current-arena-apart',
  holds:
    'the unused rest of the current arena starts at a physical page and is unknown to the page allocator',
  because: 'the next growth would give the page allocator memory that it has handed out already',
  sources: [go119('mheap.go', '(*mheap).grow: curArena')],
  when: 'always',
  cost: 'O(ranges)',
  every: currentArena,
  check({ base, limit }, { go, os }) {
    const wrong = (expected: string, actual: string) => ({ at: 'curArena', expected, actual });
    if (base > limit) return wrong(`a limit of ${hex(base)} or above`, hex(limit));
    if (base % os.physPageBytes !== 0) return wrong(`a multiple of ${os.physPageBytes}`, hex(base));
    for (const range of go.pages.inUse.ranges) {
      if (range.limit <= base || limit <= range.base || base === limit) continue;
      return wrong(
        `nothing of ${hex(range.base)}…${hex(range.limit)}`,
        `${hex(base)}…${hex(limit)}`,
      );
    }
    return undefined;
  },
  examples: {
    holds: [goView({ arenas: 0 }), goView(), rest(0, CHUNK_BYTES)],
    violates: [rest(-CHUNK_BYTES, CHUNK_BYTES), rest(100, CHUNK_BYTES), rest(CHUNK_BYTES, 0)],
  },
});

/** A heap whose current arena goes from `from` to `to` bytes behind its mapped part. */
function rest(from: number, to: number) {
  return altered(goView(), ({ go }) => {
    const end = go.curArena.limit;
    go.curArena = { base: end + from, limit: end + to };
  });
}
