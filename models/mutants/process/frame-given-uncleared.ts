import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const frameGivenUncleared = defineMutant({
  id: 'process/frame-given-uncleared',
  story: 'a frame that is given again holds what it held before',
  sources: [source('Linux mm/page_alloc.c, clear_highpage'), source('CVE-2019-9857')],
  patch: {
    file: 'models/os/mmu/frames.ts',
    find: 'it.bytes = undefined;',
    replace: '',
  },
  caughtBy: ['process/contents-as-promised'],
  withinRuns: 90,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['d = mmap 8192 rw-', 'madvise text+8192 12288 dontneed', 'write d 1 1'],
  },
});
