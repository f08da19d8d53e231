import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const protectUncharged = defineMutant({
  id: 'process/protect-uncharged',
  story: 'what becomes writable by mprotect is not charged',
  sources: [source('Linux mm/mprotect.c, mprotect_fixup: VM_ACCOUNT')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'if (!this.#commit.charge(pages)) return ENOMEM;',
    replace: '',
  },
  caughtBy: ['process/committed-pages-recounted'],
  withinRuns: 20,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: ['mprotect text 4096 rw-'] },
});
