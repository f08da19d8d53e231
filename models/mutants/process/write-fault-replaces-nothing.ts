import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const writeFaultReplacesNothing = defineMutant({
  id: 'process/write-fault-replaces-nothing',
  story: 'a copy for writing leaves the count of the page that it copied',
  sources: [source('Linux mm/memory.c, wp_page_copy: page_remove_rmap')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: '      this.frames.unmap(frameAt(pte, pte.addr + page));',
    replace:
      '      if (this.frames.isOwn(frameAt(pte, pte.addr + page))) this.frames.unmap(frameAt(pte, pte.addr + page));',
  },
  caughtBy: ['process/frames-counted-by-mappers'],
  withinRuns: 50,
  shortest: {
    heap: 'overcommit=never frames=4096 pages=64',
    lines: ['read bss 8192', 'a = mmap 4096 rw- noreserve at data+12288'],
  },
});
