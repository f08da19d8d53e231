import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const bssOfTheFile = defineMutant({
  id: 'process/bss-of-the-file',
  story: 'the loader maps the file over all of bss',
  sources: [source('Linux fs/binfmt_elf.c, set_brk')],
  patch: {
    file: 'models/process/process.ts',
    find: 'this.#space.load({ ...region, isHuge: false',
    replace:
      'this.#space.load({ ...region, fileOffset: Math.max(0, region.fileOffset), isHuge: false',
  },
  caughtBy: ['process/bss-zero', 'process/regions-as-promised'],
  withinRuns: 20,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: [] },
});
