import { cached, processView, pte, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { forgottenRanges } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

const DONE = step({ command: 'madvise a 4096 dontneed', forgotten: [0x40_0000, 0x40_1000] });

export const forgottenLeavesNothing = defineInvariant({
  id: 'process/forgotten-leaves-nothing',
  holds:
    'what was given up by MADV_DONTNEED is translated neither by the page tables nor by the TLB',
  because: 'it would hold its bytes instead of zeroes, and use frames',
  sources: [
    source('man 2 madvise: MADV_DONTNEED'),
    source('Linux mm/madvise.c, madvise_dontneed_single_vma'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: forgottenRanges,
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
