import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const filePageWritable = defineMutant({
  id: 'process/file-page-writable',
  story: 'a page of the file that is read first may be written then, for everybody',
  sources: [source('CVE-2016-5195: Dirty COW')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'this.#fill(page, this.#sharedFrame(region, page), region);',
    replace:
      'this.#fill(page, this.#sharedFrame(region, page), region, region.fileOffset < 0 ? 0 : region.prot & PTE.WRITE);',
  },
  caughtBy: ['process/file-frames-unwritable'],
  withinRuns: 30,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: ['read data 1'] },
});
