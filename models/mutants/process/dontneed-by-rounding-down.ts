import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const dontneedByRoundingDown = defineMutant({
  id: 'process/dontneed-by-rounding-down',
  story: 'the end of what MADV_DONTNEED gives up is rounded down',
  sources: [source('man 2 madvise: length is rounded up')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: "advice === 'dontneed') this.#zap(addr, end);",
    replace: "advice === 'dontneed') this.#zap(addr, addr + Math.floor(bytes / PAGE) * PAGE);",
  },
  caughtBy: [
    'process/accessed-only-when-touched',
    'process/contents-as-promised',
    'process/dirty-only-when-written',
    'process/forgotten-leaves-nothing',
  ],
  withinRuns: 170,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['write bss 8192 1', 'madvise bss 1 dontneed'],
  },
});
