import { mapCommands } from '../../src/program/edit.ts';
import { withoutOps } from '../../src/program/expand.ts';
import { ADDRESS_OPS, SCHEDULE_OPS, STEP_OPS } from '../../src/program/kinds.ts';
import { defineRelation } from '../relation.ts';
import { gave, gaveNothing } from '../fixtures/trace.ts';
import { go119 } from '../sources.ts';
import {
  SAME_ANSWERS,
  firstDisagreement,
  sameAddresses,
  sameCounts,
  untilCollected,
} from '../trace.ts';
import { isOfObjects } from '../views/census.ts';

/** Beyond the mcache and the page cache a processor has nothing of its own that a program could tell it by. */
const ORDERED = [...ADDRESS_OPS, ...SCHEDULE_OPS, ...STEP_OPS];

/**
 * Every command runs on another processor, by a rotation of all. Until a collection ends, which takes one processor's
 * caches after the other, even the addresses are the same.
 */
export const processorsInterchangeable = defineRelation({
  id: 'relation/processors-interchangeable',
  holds: 'with its processors renamed, a program gets the same answers and leaves the same objects',
  because: 'a processor is treated unlike the others, and what works on one fails on another',
  sources: [go119('mcache.go', 'allocmcache: each P has the same caches')],
  needs: ['switchP'],
  rewrite: (program, { prng }) => {
    const { procs } = program.heap;
    if (procs < 2) return undefined;
    const by = 1 + prng.below(procs - 1);
    const first = withoutOps(program, ORDERED);
    const rotated = (processor: number): number => (Math.min(processor, procs - 1) + by) % procs;
    const second = mapCommands(first, ([op, a, b, c, processor, ...via]) => [
      op,
      a,
      b,
      c,
      rotated(processor),
      ...via,
    ]);
    return { first, second };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, {
      notes: [...SAME_ANSWERS, untilCollected(sameAddresses)],
      counts: sameCounts(isOfObjects),
    }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0x1000) }],
    disagrees: [
      { first: gave(0x1000), second: gave(0x2000) },
      { first: gave(0x1000), second: gaveNothing() },
    ],
  },
});
