import { defineRelation } from '../relation.ts';
import { gave } from '../fixtures/trace.ts';
import { go119 } from '../sources.ts';
import { SAME_NOTES, firstDisagreement, sameCounts } from '../trace.ts';

/** Marking is checked by a second walk, or no longer is. */
export const checkmarkUnnoticed = defineRelation({
  id: 'relation/checkmark-unnoticed',
  holds: 'looking a second time at what is marked changes nothing at all',
  because:
    'the check of the collector disturbs what it checks, and what it finds is of its own making',
  sources: [go119('mcheckmark.go', 'startCheckmarks')],
  needs: ['steps'],
  rewrite: (program) => {
    const { checkmark = false, ...heap } = program.heap;
    return { second: { ...program, heap: checkmark ? heap : { ...heap, checkmark: true } } };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, { notes: SAME_NOTES, counts: sameCounts() }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0x1000) }],
    disagrees: [{ first: gave(0x1000), second: gave(0x1010) }],
  },
});
