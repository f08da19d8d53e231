import { defineRelation } from '../relation.ts';
import { gave } from '../fixtures/trace.ts';
import { source } from '../sources.ts';
import { SAME_NOTES, firstDisagreement, sameCounts } from '../trace.ts';

/** Nothing is rewritten: the same program runs on two subjects that were made one after the other. */
export const replayRepeatsTheRun = defineRelation({
  id: 'relation/replay-repeats-the-run',
  holds: 'a program run again on a new heap does what it did: the same answers, addresses, counts',
  because: 'what one heap leaves behind decides what the next one does, and no failure repeats',
  sources: [source('TigerBeetle docs/TIGER_STYLE.md: the same seed gives the same run')],
  needs: [],
  rewrite: (program) => ({ second: program }),
  agree: (first, second) =>
    firstDisagreement(first, second, { notes: SAME_NOTES, counts: sameCounts() }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0x1000) }],
    disagrees: [{ first: gave(0x1000), second: gave(0x2000) }],
  },
});
