import { derived } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const writeInLastPageLost = defineMutant({
  id: 'process/write-in-last-page-lost',
  story: 'a write that ends in another page than it begins writes the first only',
  sources: [derived('an access of several pages is translated for each')],
  patch: {
    file: 'models/process/process.ts',
    find: "      if (access === 'write') this.#space.frames.writable(found).fill(value, from, to);",
    replace:
      "      if (access === 'write') { if (at === addr) this.#space.frames.writable(found).fill(value, from, to); }",
  },
  caughtBy: ['process/contents-as-promised'],
  withinRuns: 40,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: ['write bss 8192 1'] },
});
