// Goal: the heap grows where its hints say, in whole arenas, gives back what it did not ask for, and asks no more often
// than it must. Method: a system in which others hold regions, or that places them on its own; bytes reserved and calls
// are counted.
import { describe, expect, it } from 'vitest';
import { ArenaHints } from '../../../models/go/arena-hints.ts';
import { LINUX64, WASM32 } from '../../../models/go/geometry.ts';
import type { Geometry } from '../../../models/go/geometry.ts';
import { Os } from '../../../models/os/os.ts';
import type { Placement } from '../../../spec/subject.ts';
import { KIB, MIB } from '../../../src/base/units.ts';

const ARENA = WASM32.heapArenaBytes;
/** Where a system puts the first region that may be anywhere. */
const FIRST = 64 * MIB;

interface Setting {
  readonly geometry?: Geometry;
  readonly placement?: Placement;
  /** Regions that somebody else has. */
  readonly taken?: readonly (readonly [addr: number, bytes: number])[];
}

/** Reserves so many bytes, one after the other: each region, what is reserved by then, and calls. */
function reserved(
  { geometry = WASM32, placement = 'adjacent', taken = [] }: Setting,
  ...requests: readonly number[]
): readonly unknown[] {
  const os = new Os({ addressLimit: 2 ** 47, faults: [{ kind: 'place', placement }] });
  for (const [addr, bytes] of taken) os.sysReserve(addr, bytes);
  const hints = new ArenaHints(geometry, os);
  const others = os.reservedBytes;
  return requests.map((bytes) => {
    const { calls } = os;
    const region = hints.reserve(bytes);
    return [region?.base, region?.limit, os.reservedBytes - others, os.calls - calls];
  });
}

describe('a heap with hints', () => {
  const [first = 0, second = 0] = LINUX64.arenaHints;
  const arena = LINUX64.heapArenaBytes;

  it('grows from the first one up, by whole arenas', () => {
    expect(reserved({ geometry: LINUX64 }, 1, arena, arena + 1)).toEqual([
      [first, first + arena, arena, 1],
      [first + arena, first + 2 * arena, 2 * arena, 1],
      [first + 2 * arena, first + 4 * arena, 4 * arena, 1],
    ]);
  });

  it('goes on with the next one where somebody else is in the way, and keeps nothing of it', () => {
    const taken = [[first + arena, 64 * KIB]] as const;
    expect(reserved({ geometry: LINUX64, taken }, 1, 1, 1)).toEqual([
      [first, first + arena, arena, 1],
      [second, second + arena, 2 * arena, 3],
      [second + arena, second + 2 * arena, 3 * arena, 1],
    ]);
  });

  it('gives back what is more than it asked for', () => {
    expect(reserved({ geometry: LINUX64, placement: 'longer' }, 1, 1)).toEqual([
      [first, first + arena, arena, 2],
      [first + arena, first + 2 * arena, 2 * arena, 2],
    ]);
  });
});

describe('a heap without hints', () => {
  it('takes what it gets, with a lucky arena more, and then grows down and up from there', () => {
    const big = 40 * MIB;
    expect(reserved({}, 1, 1, big, big, big)).toEqual([
      [FIRST, FIRST + 2 * ARENA, 2 * ARENA, 1],
      [FIRST - ARENA, FIRST, 3 * ARENA, 1],
      [FIRST - ARENA - big, FIRST - ARENA, 3 * ARENA + big, 1],
      [FIRST + 2 * ARENA, FIRST + 2 * ARENA + big, 3 * ARENA + 2 * big, 1],
      [FIRST + 2 * ARENA + big, FIRST + 2 * ARENA + 2 * big, 3 * ARENA + 3 * big, 1],
    ]);
  });

  it('never asks for address 0, which would be anywhere', () => {
    expect(reserved({}, 1, FIRST)).toEqual([
      [FIRST, FIRST + 2 * ARENA, 2 * ARENA, 1],
      [FIRST + 2 * ARENA, 2 * FIRST + 2 * ARENA, FIRST + 2 * ARENA, 1],
    ]);
  });

  it('uses its addresses up to the last one, and no further', () => {
    const geometry = { ...WASM32, addressLimit: FIRST + 3 * ARENA, arenaHints: [FIRST] };
    expect(reserved({ geometry }, 2 * ARENA, ARENA)).toEqual([
      [FIRST, FIRST + 2 * ARENA, 2 * ARENA, 1],
      [FIRST + 2 * ARENA, FIRST + 3 * ARENA, 3 * ARENA, 1],
    ]);
    // The hint beyond is not tried: one call, for a region anywhere, with an arena to spare.
    expect(reserved({ geometry }, 3 * ARENA, ARENA).at(-1)).toEqual([
      FIRST + 3 * ARENA,
      FIRST + 5 * ARENA,
      5 * ARENA,
      1,
    ]);
  });

  it('cuts a region that is not aligned at both ends', () => {
    const taken = [[FIRST, 64 * KIB]] as const;
    const base = FIRST + ARENA;
    expect(reserved({ taken }, 1, 1)).toEqual([
      [base, base + ARENA, ARENA, 3],
      [base + ARENA, base + 2 * ARENA, 2 * ARENA, 3],
    ]);
  });

  it('cuts a longer one at its end alone where it is aligned', () => {
    expect(reserved({ placement: 'longer' }, 1)).toEqual([
      [FIRST, FIRST + 2 * ARENA, 2 * ARENA, 2],
    ]);
  });

  it('gets nothing from a system that has nothing', () => {
    const os = new Os({ addressLimit: 2 ** 47, faults: [], reservedLimit: ARENA });
    expect(new ArenaHints(WASM32, os).reserve(1)).toBeUndefined();
  });
});
