import { hex } from '../../../src/base/units.ts';
import { processView, pte, region } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { guardPages } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PROT, PTE } from '../../views/process.ts';

const GUARD = region({ kind: 'guard', prot: PROT.NONE });

export const guardPagesAbsent = defineInvariant({
  id: 'process/guard-pages-absent',
  holds: 'nothing in a guard region is present to the processor',
  because: 'what runs over the end of a buffer would go on into the next one',
  sources: [source('man 3 pthread_attr_setguardsize'), source('Linux mm/mprotect.c, PAGE_NONE')],
  when: 'always',
  cost: 'O(translations)',
  every: guardPages,
  check({ region: { start }, present }) {
    if (present === undefined) return undefined;
    return { at: hex(start), expected: 'no translation', actual: `one at ${hex(present.addr)}` };
  },
  examples: {
    holds: [
      processView({ regions: [GUARD] }),
      processView({ regions: [GUARD], ptes: [pte({ bits: PTE.NONE })] }),
    ],
    violates: [processView({ regions: [GUARD], ptes: [pte()] })],
  },
});
