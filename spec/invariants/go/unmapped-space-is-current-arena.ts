import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { addressSpace } from '../../quantifiers/go-pages.ts';
import { go119, source } from '../../sources.ts';
import { CHUNK_BYTES } from '../../views/go.ts';

export const unmappedSpaceIsCurrentArena = defineInvariant({
  id: 'go/unmapped-space-is-current-arena',
  holds:
    'all that is reserved at the operating system and not mapped is the unused rest of the current arena',
  because:
    'a growth that the operating system refused lost address space: each one more leaves less, until none is left',
  sources: [
    go119('mheap.go', '(*mheap).grow: curArena'),
    source('JDK-8281263: what was reserved leaked when it could not be committed'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: addressSpace,
  check({ base, limit }, { os: { reservedBytes, committedBytes } }) {
    const unmapped = reservedBytes - committedBytes;
    if (unmapped === limit - base) return undefined;
    const expected = `${limit - base} bytes that are reserved and not mapped`;
    return { at: 'curArena', expected, actual: String(unmapped) };
  },
  examples: {
    holds: [goView({ arenas: 0 }), goView(), rest(CHUNK_BYTES)],
    violates: [rest(0), rest(2 * CHUNK_BYTES)],
  },
});

/** A heap with a chunk left at the operating system, and so many bytes left in its current arena. */
function rest(bytes: number) {
  return altered(goView(), ({ go, os }) => {
    os.reservedBytes += CHUNK_BYTES;
    go.curArena = { base: go.curArena.limit, limit: go.curArena.limit + bytes };
  });
}
