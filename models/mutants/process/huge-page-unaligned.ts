import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const hugePageUnaligned = defineMutant({
  id: 'process/huge-page-unaligned',
  story: 'huge frames are given from any free block, whole or not',
  sources: [source('Linux mm/page_alloc.c: order 9')],
  patch: {
    file: 'models/os/mmu/frames.ts',
    find: '    this.#first = (number + 1) * HUGE_FRAMES;',
    replace: '    this.#first = 1 + (number + 1) * HUGE_FRAMES;',
  },
  caughtBy: ['process/huge-pages-aligned'],
  withinRuns: 30,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['d = mmap 4194304 rw-', 'madvise d 4194304 huge', 'write d 8192 1'],
  },
});
