import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const unmapKeepsCharge = defineMutant({
  id: 'process/unmap-keeps-charge',
  story: 'pages that are unmapped stay committed',
  sources: [source('Linux mm/mmap.c, vm_unacct_memory')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'this.#commit.give(committedIn(this.regions.within(from, to)));',
    replace: '',
  },
  caughtBy: ['process/committed-pages-recounted'],
  withinRuns: 30,
  shortest: {
    heap: 'overcommit=always frames=4096 pages=2100',
    lines: ['d = mmap 4194304 rw-', 'munmap d 1'],
  },
});
