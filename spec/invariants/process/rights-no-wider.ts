import { hex } from '../../../src/base/units.ts';
import { processView, pte, region } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { translations } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PROT, PTE, protText } from '../../views/process.ts';

function rightsOf(bits: number): number {
  if ((bits & PTE.PRESENT) === 0) return PROT.NONE;
  const write = (bits & PTE.WRITE) === 0 ? 0 : PROT.WRITE;
  return PROT.READ | write | ((bits & PTE.NOEXEC) === 0 ? PROT.EXEC : 0);
}

export const rightsNoWider = defineInvariant({
  id: 'process/rights-no-wider',
  holds: 'a translation gives no right that its region does not have',
  because: 'text could be written, data executed, and a guard page passed',
  sources: [source('Linux arch/x86/include/asm/pgtable.h, pte_modify'), source('man 2 mprotect')],
  when: 'always',
  cost: 'O(1)',
  every: translations,
  check({ pte, region }) {
    if (region === undefined) return undefined;
    const rights = rightsOf(pte.bits);
    // Whatever may be executed or written may also be read.
    const given = region.prot === PROT.NONE ? PROT.NONE : region.prot | PROT.READ;
    if ((rights & ~given) === 0) return undefined;
    return { at: hex(pte.addr), expected: `${protText(given)} at most`, actual: protText(rights) };
  },
  examples: {
    holds: [
      processView({ regions: [region()], ptes: [pte()] }),
      processView({
        regions: [region({ prot: PROT.NONE })],
        ptes: [pte({ bits: PTE.NONE | PTE.WRITE })],
      }),
      processView({ regions: [region({ prot: PROT.EXEC })], ptes: [pte({ bits: PTE.PRESENT })] }),
    ],
    violates: [
      processView({ regions: [region({ prot: PROT.READ })], ptes: [pte()] }),
      processView({ regions: [region()], ptes: [pte({ bits: PTE.PRESENT })] }),
      processView({
        regions: [region({ prot: PROT.NONE })],
        ptes: [pte({ bits: PTE.PRESENT | PTE.NOEXEC })],
      }),
    ],
  },
});
