import { hex } from '../../../src/base/units.ts';
import { frame, processView, pte } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { smallPages } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PTE } from '../../views/process.ts';

const of = (wasWritten: boolean, bits: number): View =>
  processView({
    ptes: [pte({ bits: PTE.PRESENT | bits })],
    frames: [frame()],
    pageAt: (addr) => ({ addr, kind: 'mapping', wasTouched: true, wasWritten }),
  });

export const dirtyOnlyWhenWritten = defineInvariant({
  id: 'process/dirty-only-when-written',
  holds: 'a page is dirty only when it was written since it was mapped or given back',
  because: 'what need not be kept would be written back, or kept from being taken',
  sources: [
    source('Intel SDM volume 3A, 4.8 (accessed and dirty flags)'),
    source('Linux mm/madvise.c, madvise_free_pte_range: pte_mkclean'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: smallPages,
  check({ pte }, { proc }) {
    const isDirty = (pte.bits & PTE.DIRTY) !== 0;
    if (!isDirty || proc.pageAt(pte.addr)?.wasWritten !== false) return undefined;
    return { at: hex(pte.addr), expected: 'a clean page: nobody wrote there', actual: 'dirty' };
  },
  examples: {
    holds: [of(true, PTE.DIRTY), of(false, 0)],
    violates: [of(false, PTE.DIRTY)],
  },
});
