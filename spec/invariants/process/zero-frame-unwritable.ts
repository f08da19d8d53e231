import { hex } from '../../../src/base/units.ts';
import { frame, processView, pte } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { translations } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PTE } from '../../views/process.ts';

const ZERO = frame({ frame: 0, kind: 'zero' });

export const zeroFrameUnwritable = defineInvariant({
  id: 'process/zero-frame-unwritable',
  holds: 'no translation to the frame of zeroes may be written or is dirty',
  because: 'one write would be seen in every page that was never written',
  implies: ['process/contents-as-promised'],
  sources: [source('Linux mm/memory.c, do_anonymous_page: pte_mkspecial(pfn_pte(my_zero_pfn))')],
  when: 'always',
  cost: 'O(1)',
  every: translations,
  check({ pte, frame }) {
    if (frame?.kind !== 'zero' || (pte.bits & (PTE.WRITE | PTE.DIRTY)) === 0) return undefined;
    return {
      at: hex(pte.addr),
      expected: 'a clean translation for reading',
      actual: `bits ${hex(pte.bits)}`,
    };
  },
  examples: {
    holds: [
      processView({ ptes: [pte({ frame: 0, bits: PTE.PRESENT })], frames: [ZERO] }),
      processView({ ptes: [pte()], frames: [ZERO, frame()] }),
    ],
    violates: [
      processView({ ptes: [pte({ frame: 0 })], frames: [ZERO] }),
      processView({ ptes: [pte({ frame: 0, bits: PTE.PRESENT | PTE.DIRTY })], frames: [ZERO] }),
    ],
  },
});
