import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const protectForgetsNoExecute = defineMutant({
  id: 'process/protect-forgets-no-execute',
  story: 'mprotect makes pages executable that were accessed before',
  sources: [source('Linux arch/x86/include/asm/pgtable.h, pte_modify')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'pte.bits = hidden | isThere | ((prot & PROT.EXEC) === 0 ? PTE.NOEXEC : 0);',
    replace: 'pte.bits = hidden | isThere;',
  },
  caughtBy: ['process/rights-no-wider'],
  withinRuns: 20,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: [] },
});
