import { cached, processView, pte, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { unmappedRanges } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

const DONE = step({ command: 'munmap a 4096', unmapped: [0x40_0000, 0x40_1000] });

export const unmappedLeavesNothing = defineInvariant({
  id: 'process/unmapped-leaves-nothing',
  holds: 'what was unmapped is translated neither by the page tables nor by the TLB',
  because: "the process would go on using frames that are somebody else's",
  sources: [source('man 2 munmap'), source('Linux mm/mmap.c, unmap_region')],
  when: 'always',
  cost: 'O(1)',
  every: unmappedRanges,
  check({ command, ptes, tlb }) {
    if (ptes.length === 0 && tlb.length === 0) return undefined;
    const actual = `${ptes.length} in the tables, ${tlb.length} in the TLB`;
    return { at: command, expected: 'no translation', actual };
  },
  examples: {
    holds: [processView({ step: DONE, ptes: [pte({ addr: 0x40_1000 })] })],
    violates: [
      processView({ step: DONE, ptes: [pte()] }),
      processView({ step: DONE, tlb: [cached()] }),
    ],
  },
});
