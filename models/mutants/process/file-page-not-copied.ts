import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const filePageNotCopied = defineMutant({
  id: 'process/file-page-not-copied',
  story: 'a page of the file that is written before it is read begins with zeroes',
  sources: [source('Linux mm/memory.c, do_cow_fault')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'if (region.fileOffset >= 0) this.#space.frames.copy(this.#sharedFrame(region, page), own);',
    replace: '',
  },
  caughtBy: ['process/contents-as-promised'],
  withinRuns: 20,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: [] },
});
