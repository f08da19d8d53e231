import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const textCopiedWhenRead = defineMutant({
  id: 'process/text-copied-when-read',
  story: 'a page of text that is read gets a frame of its own',
  sources: [source('Linux mm/memory.c, do_read_fault')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'this.#fill(page, this.#sharedFrame(region, page), region);',
    replace:
      "this.#fill(page, region.kind === 'text' && this.#space.frames.free > 0 ? this.#take() : this.#sharedFrame(region, page), region);",
  },
  caughtBy: [
    'process/contents-as-promised',
    'process/reads-as-promised',
    'process/text-is-of-the-file',
  ],
  withinRuns: 50,
  shortest: { heap: 'overcommit=never frames=4096 pages=64', lines: ['read text 8192'] },
});
