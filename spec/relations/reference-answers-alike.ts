import { withoutOps } from '../../src/program/expand.ts';
import { ADDRESS_OPS, SCHEDULE_OPS, STEP_OPS } from '../../src/program/kinds.ts';
import { defineRelation } from '../relation.ts';
import { gave, gaveNothing } from '../fixtures/trace.ts';
import { derived } from '../sources.ts';
import { SAME_ANSWERS, firstDisagreement, sameCounts } from '../trace.ts';
import { OBJECTS } from '../views/census.ts';

/**
 * The second run is that of the plainest allocator there is (models/reference/naive-heap.ts).
 *
 * None of our mutants needs it: on 16 programs each, seven break it, go/globals-not-scanned and go/reused-slot-not-cleared
 * among them, all of which invariants notice as well: the oracle foretells what the reference does.
 */
export const referenceAnswersAlike = defineRelation({
  id: 'relation/reference-answers-alike',
  holds:
    'the reference serves and refuses what the allocator does, and in the end has as many objects',
  because: 'what a program sees depends on which allocator it got',
  sources: [
    derived('what a client may expect can be foretold, but for addresses and want of memory'),
  ],
  needs: [],
  // The reference knows nothing of C's malloc family: of these the oracle foretells by their contract what is served.
  suits: ({ entries }) => entries === undefined,
  against: 'reference',
  rewrite: (program) => {
    const first = withoutOps(program, [...ADDRESS_OPS, ...SCHEDULE_OPS, ...STEP_OPS]);
    return { first, second: first };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, {
      notes: SAME_ANSWERS,
      counts: sameCounts((name) => name === OBJECTS),
    }),
  examples: {
    agrees: [{ first: gave(0x1000, { [OBJECTS]: 1 }), second: gave(0x4000, { [OBJECTS]: 1 }) }],
    disagrees: [
      { first: gave(0x1000, { [OBJECTS]: 2 }), second: gave(0x1000, { [OBJECTS]: 1 }) },
      { first: gaveNothing(), second: gave(0x1000) },
    ],
  },
});
