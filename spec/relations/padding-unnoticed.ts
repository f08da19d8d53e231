import { expand, freshLabel, withoutOps } from '../../src/program/expand.ts';
import { ADDRESS_OPS, SCHEDULE_OPS } from '../../src/program/kinds.ts';
import { NOSCAN, OP } from '../../src/program/program.ts';
import { defineRelation } from '../relation.ts';
import { gave, gaveNothing } from '../fixtures/trace.ts';
import { derived } from '../sources.ts';
import { SAME_ANSWERS, firstDisagreement, sameCounts } from '../trace.ts';
import { SHARED_SLOTS, isOfObjects } from '../views/census.ts';

/** None is so small that it shares a slot with others. */
const SIZES: readonly number[] = [16, 64, 1024, 4096, 32_768, 40_000];

/**
 * Before every command a block is made and freed at once. A processor that is at work hands back what its tiny block has left,
 * so the others may share slots otherwise.
 *
 * None of our mutants needs it: on 16 programs each, it is broken by go/mcache-not-flushed, go/mspan-hands-out-twice and
 * go/reused-slot-not-cleared, which invariants notice as well.
 */
export const paddingUnnoticed = defineRelation({
  id: 'relation/padding-unnoticed',
  holds: 'blocks that are freed as soon as they are made change no answer about the others',
  because: 'what is freed is not quite gone, and the heap of a long run is not that of a short one',
  sources: [derived('a block that was freed is nobody’s')],
  needs: [],
  rewrite: (program, { prng }) => {
    const size = prng.pick(SIZES);
    const first = withoutOps(program, [...ADDRESS_OPS, ...SCHEDULE_OPS]);
    const fresh = freshLabel(first);
    const padded = expand(first, ([, , , , processor], index) => {
      const label = fresh + index;
      return {
        before: [
          [OP.MALLOC, label, size, NOSCAN, processor],
          [OP.FREE, label, 0, 0, processor],
        ],
      };
    });
    return padded && { first, ...padded };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, {
      notes: SAME_ANSWERS,
      counts: sameCounts((name) => isOfObjects(name) && name !== SHARED_SLOTS),
    }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0x1010) }],
    disagrees: [
      { first: gave(0x1000), second: gaveNothing() },
      { first: gave(0x1000, { objects: 1 }), second: gave(0x1000, { objects: 2 }) },
    ],
  },
});
