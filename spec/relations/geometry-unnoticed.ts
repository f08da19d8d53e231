import { DEFAULT_GEOMETRY } from '../../src/program/program.ts';
import { withoutOps } from '../../src/program/expand.ts';
import { ADDRESS_OPS, PAUSE_OPS } from '../../src/program/kinds.ts';
import { defineRelation } from '../relation.ts';
import { gave, gaveNothing } from '../fixtures/trace.ts';
import { go119 } from '../sources.ts';
import { SAME_ANSWERS, firstDisagreement, sameCounts } from '../trace.ts';
import { isOfObjects } from '../views/census.ts';

/** What speaks of addresses; and pauses: where a call may stop depends on the tiers that it comes to, and these on size classes. */
const LEFT_OUT: readonly number[] = [...ADDRESS_OPS, ...PAUSE_OPS];

/**
 * The heap lies in an address space of another layout.
 *
 * None of our mutants needs it: on 16 programs each, none breaks it. What is wrong in one layout breaks invariants of pages
 * there, since programs are drawn for both.
 */
export const geometryUnnoticed = defineRelation({
  id: 'relation/geometry-unnoticed',
  holds:
    'in an address space of another layout a program gets the same answers, but for sizes that only one could have',
  because: 'a program that runs on one platform fails on the other',
  sources: [go119('malloc.go', 'heapAddrBits, heapArenaBytes')],
  needs: [],
  suits: ({ geometries }) => geometries.length > 1,
  rewrite: (program, { definition: { geometries } }) => {
    const [standard, ...others] = geometries;
    const first = withoutOps(program, LEFT_OUT);
    const { geometry } = first.heap;
    const isStandard = geometry === DEFAULT_GEOMETRY || geometry === standard;
    const other = isStandard ? others[0] : DEFAULT_GEOMETRY;
    if (other === undefined) return undefined;
    return { first, second: { ...first, heap: { ...first.heap, geometry: other } } };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, { notes: SAME_ANSWERS, counts: sameCounts(isOfObjects) }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0xc0_0000_0000) }],
    disagrees: [{ first: gave(0x1000), second: gaveNothing() }],
  },
});
