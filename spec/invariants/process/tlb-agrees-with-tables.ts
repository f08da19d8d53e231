import { hex } from '../../../src/base/units.ts';
import { cached, processView, pte } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { cachedTranslations } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PTE } from '../../views/process.ts';

const BITS = PTE.PRESENT | PTE.USER | PTE.WRITE | PTE.NOEXEC;

function rightsOf(bits: number): number {
  return bits & (PTE.PRESENT | PTE.WRITE | PTE.NOEXEC);
}

function textOf({ frame, bits, bytes }: { frame: number; bits: number; bytes: number }): string {
  return `frame ${frame}, ${bytes} bytes, bits ${hex(bits)}`;
}

export const tlbAgreesWithTables = defineInvariant({
  id: 'process/tlb-agrees-with-tables',
  holds: 'what the TLB has of a page is what the page tables have of it',
  because:
    "an access goes to a frame that is somebody else's by now, or by a right that was taken away",
  sources: [
    source('Intel SDM volume 3A, 4.10.4.2 (recommended invalidation)'),
    source('Linux arch/x86/mm/tlb.c, flush_tlb_mm_range'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: cachedTranslations,
  check({ entry, pte }) {
    const isSame = pte?.frame === entry.frame && pte.bytes === entry.bytes;
    // The tables may know of an access that the TLB does not, and not the other way round.
    const noted = entry.bits & (PTE.ACCESSED | PTE.DIRTY);
    const isKnown = isSame && (pte.bits & noted) === noted;
    if (isKnown && rightsOf(pte.bits) === rightsOf(entry.bits)) return undefined;
    const expected = pte === undefined ? 'no translation' : textOf(pte);
    return { at: hex(entry.addr), expected, actual: textOf(entry) };
  },
  examples: {
    holds: [
      processView({ ptes: [pte()], tlb: [cached()] }),
      processView({ ptes: [pte({ bits: BITS | PTE.DIRTY })], tlb: [cached({ bits: BITS })] }),
    ],
    violates: [
      processView({ tlb: [cached()] }),
      processView({ ptes: [pte({ frame: 513 })], tlb: [cached()] }),
      processView({ ptes: [pte({ bits: BITS & ~PTE.WRITE })], tlb: [cached({ bits: BITS })] }),
      processView({ ptes: [pte({ bits: BITS })], tlb: [cached({ bits: BITS | PTE.DIRTY })] }),
    ],
  },
});
