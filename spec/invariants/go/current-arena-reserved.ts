import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { currentArena } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_BYTES } from '../../views/go.ts';
import { PAGE_PREPARED, PAGE_RESERVED } from '../../views/os.ts';
import type { PageState } from '../../views/os.ts';
import { stateName } from '../../views/os-pages.ts';

export const currentArenaReserved = defineInvariant({
  id: 'go/current-arena-reserved',
  holds:
    'the unused rest of the current arena is reserved at the operating system, and no more than that',
  because:
    'memory that nobody can be given is paid for, or the next growth has no address space to grow into',
  sources: [go119('mheap.go', '(*mheap).grow: transition the space from Reserved to Prepared')],
  when: 'always',
  cost: 'O(chunks of an arena)',
  every: currentArena,
  // The heap grows by whole chunks, so one page of each tells the state of all.
  check({ base, limit }, { os }) {
    for (let addr = base; addr < limit; addr += CHUNK_BYTES) {
      const state = os.stateAt(addr);
      if (state !== PAGE_RESERVED)
        return { at: hex(addr), expected: 'reserved', actual: stateName(state) };
    }
    return undefined;
  },
  examples: {
    holds: [goView(), rest(PAGE_RESERVED)],
    violates: [rest(PAGE_PREPARED)],
  },
});

/** A heap with two chunks left in its current arena, the second of them in this state. */
function rest(state: PageState) {
  return altered(goView(), ({ go, os }) => {
    const end = go.curArena.limit;
    go.curArena = { base: end, limit: end + 2 * CHUNK_BYTES };
    os.stateAt = (addr) => (addr < end + CHUNK_BYTES ? PAGE_RESERVED : state);
  });
}
