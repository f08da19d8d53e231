import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const bssTailNotCleared = defineMutant({
  id: 'process/bss-tail-not-cleared',
  story: 'the loader leaves what the file has behind the data, where bss begins',
  sources: [source('Linux fs/binfmt_elf.c, padzero')],
  patch: {
    file: 'models/process/process.ts',
    find: 'for (const [from, to] of zeroed) this.#zero(from, to);',
    replace: '',
  },
  caughtBy: ['process/bss-zero', 'process/contents-as-promised'],
  withinRuns: 20,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: [] },
});
