import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const unmapLeavesTranslations = defineMutant({
  id: 'process/unmap-leaves-translations',
  story: 'munmap takes the region and leaves its translations',
  sources: [source('Linux mm/mmap.c, unmap_region')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'this.#zap(from, to);',
    replace: '',
  },
  caughtBy: [
    'process/accessed-only-when-touched',
    'process/contents-as-promised',
    'process/huge-pages-aligned',
    'process/translations-in-regions',
    'process/unmapped-leaves-nothing',
  ],
  withinRuns: 40,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['d = mmap 4194304 rw-', 'madvise d 4194304 huge', 'write d 8192 1', 'munmap d 8192'],
  },
});
