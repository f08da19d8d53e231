import { hex } from '../../../src/base/units.ts';
import { frame, processView, pte } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { smallPages } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PTE } from '../../views/process.ts';

const of = (wasTouched: boolean, bits: number): View =>
  processView({
    ptes: [pte({ bits: PTE.PRESENT | bits })],
    frames: [frame()],
    pageAt: (addr) => ({ addr, kind: 'mapping', wasTouched, wasWritten: false }),
  });

export const accessedOnlyWhenTouched = defineInvariant({
  id: 'process/accessed-only-when-touched',
  holds: 'a page is accessed only when it was touched since it was mapped or given back',
  because: 'the system would keep what nobody uses, and take what somebody does',
  sources: [
    source('Intel SDM volume 3A, 4.8 (accessed and dirty flags)'),
    source('Linux mm/madvise.c, madvise_free_pte_range: pte_mkold'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: smallPages,
  check({ pte }, { proc }) {
    const isAccessed = (pte.bits & PTE.ACCESSED) !== 0;
    if (!isAccessed || proc.pageAt(pte.addr)?.wasTouched !== false) return undefined;
    return { at: hex(pte.addr), expected: 'a page that nobody accessed', actual: 'accessed' };
  },
  examples: {
    holds: [of(true, PTE.ACCESSED), of(false, 0)],
    violates: [of(false, PTE.ACCESSED)],
  },
});
