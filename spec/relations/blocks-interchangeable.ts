import { mapLabels } from '../../src/program/labels.ts';
import { defineRelation } from '../relation.ts';
import { gave } from '../fixtures/trace.ts';
import { derived } from '../sources.ts';
import { SAME_NOTES, firstDisagreement, sameCounts } from '../trace.ts';

/** Labels are moved by 1, 3, 5, …: every bit of a block's contents depends on its label, the lowest on whether it is odd. */
const SHIFTS = 8;

/**
 * Every block has another name. A subject never hears of names; but the client writes into a block what its name says, so
 * this is a run with other contents.
 */
export const blocksInterchangeable = defineRelation({
  id: 'relation/blocks-interchangeable',
  holds: 'what a client calls its blocks, and writes into them, changes no answer and no address',
  because: "an allocator that reads its clients' bytes as its own books obeys whoever writes them",
  sources: [derived('contents belong to the client: malloc and free say nothing of them')],
  needs: [],
  rewrite: (program, { prng }) => {
    const shift = 1 + 2 * prng.below(SHIFTS);
    return { second: mapLabels(program, (label) => label + shift) };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, { notes: SAME_NOTES, counts: sameCounts() }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0x1000) }],
    disagrees: [{ first: gave(0x1000), second: gave(0x1010) }],
  },
});
