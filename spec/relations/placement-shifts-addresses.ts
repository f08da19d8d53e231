import type { Fault, Placement } from '../subject.ts';
import { withoutOps } from '../../src/program/expand.ts';
import { OP } from '../../src/program/program.ts';
import { ADDRESS_OPS } from '../../src/program/kinds.ts';
import { PLACEMENTS } from '../../src/program/words.ts';
import { defineRelation } from '../relation.ts';
import { gave, gaveNothing, note, served, traceOf } from '../fixtures/trace.ts';
import { go119 } from '../sources.ts';
import { SAME_ANSWERS, firstDisagreement, same, sameCounts } from '../trace.ts';
import type { NoteRule } from '../trace.ts';
import { isOfObjects } from '../views/census.ts';

/** What speaks of addresses: an alignment is of the address itself, so it is met elsewhere in a region that lies elsewhere. */
const LEFT_OUT: readonly number[] = [...ADDRESS_OPS, OP.MEMALIGN];

/**
 * The operating system puts regions elsewhere. As long as the heap has one region, every address is moved by the same
 * amount; then it depends on which region is the lower one.
 */
export const placementShiftsAddresses = defineRelation({
  id: 'relation/placement-shifts-addresses',
  holds:
    'where the operating system puts the heap changes no answer, and moves its first region as a whole',
  because:
    'the allocator works at some addresses only: below 2 GiB, or where a system happens to start',
  sources: [go119('malloc.go', '(*mheap).sysAlloc: arenas may be anywhere')],
  needs: ['os'],
  rewrite: (program, { prng }) => {
    const first = withoutOps(program, LEFT_OUT);
    const now = placementOf(first.heap.faults);
    const others = PLACEMENTS.filter((other) => other !== now);
    // The ends of the address space are where addresses are told wrongly.
    const placement = now !== 'top' && prng.oneIn(2) ? 'top' : prng.pick(others);
    const refusals = first.heap.faults.filter(({ kind }) => kind !== 'place');
    const faults: readonly Fault[] = [{ kind: 'place', placement }, ...refusals];
    return { first, second: { ...first, heap: { ...first.heap, faults } } };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, {
      notes: [...SAME_ANSWERS, sameShift()],
      counts: sameCounts(isOfObjects),
    }),
  examples: {
    agrees: [
      {
        first: traceOf([inRegion(0x1000), inRegion(0x1100)]),
        second: traceOf([inRegion(0x9000), inRegion(0x9100)]),
      },
      { first: traceOf([inRegion(0x1000)]), second: traceOf([inRegion(0x1000)]) },
    ],
    disagrees: [
      {
        first: traceOf([inRegion(0x1000), inRegion(0x1100)]),
        second: traceOf([inRegion(0x9000), inRegion(0x9200)]),
      },
      { first: gave(0x1000), second: gaveNothing() },
    ],
  },
});

function inRegion(addr: number): ReturnType<typeof note> {
  return note({ calls: [served(addr)], reserved: 0x10_0000 });
}

function placementOf(faults: readonly Fault[]): Placement {
  for (const fault of faults) if (fault.kind === 'place') return fault.placement;
  return 'adjacent';
}

/**
 * Each pair of addresses has the same distance, while neither heap has a second region; nor one that is longer, of which it may
 * use the end. For one comparison only.
 */
function sameShift(): NoteRule {
  let regions: readonly [number, number] | undefined;
  let shift: number | undefined;
  let isOver = false;
  return (a, b) => {
    if (regions === undefined && a.reserved > 0 && b.reserved > 0)
      regions = [a.reserved, b.reserved];
    if (regions === undefined) return undefined;
    const [one, other] = regions;
    isOver ||= one !== other || a.reserved !== one || b.reserved !== other;
    if (isOver) return undefined;
    for (const [i, { addr, usable }] of a.calls.entries()) {
      const other = b.calls[i];
      if (usable === 0 || other === undefined || addr === other.addr) continue;
      shift ??= other.addr - addr;
      const moved = other.addr - shift;
      if (moved !== addr) return same('the block, from the first one', String(addr), String(moved));
    }
    return undefined;
  };
}
