import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const zeroFrameWritable = defineMutant({
  id: 'process/zero-frame-writable',
  story: 'a page of zeroes that is read first may be written then',
  sources: [source('CVE-2020-29368: a huge zero page became writable')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'this.#fill(page, this.#sharedFrame(region, page), region);',
    replace:
      'this.#fill(page, this.#sharedFrame(region, page), region, region.fileOffset < 0 ? region.prot & 2 : 0);',
  },
  caughtBy: ['process/zero-frame-unwritable'],
  withinRuns: 30,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: ['read stack-1 1'] },
});
