import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const copyOnWriteForgotten = defineMutant({
  id: 'process/copy-on-write-forgotten',
  story: 'a fault for writing makes a shared page writable instead of copying it',
  sources: [source('CVE-2016-5195: Dirty COW')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: '    if (frames.isOwn(pte.frame)) {',
    replace: '    if (pte.frame >= 0) {',
  },
  caughtBy: [
    'process/contents-as-promised',
    'process/file-frames-unwritable',
    'process/zero-frame-unwritable',
  ],
  withinRuns: 50,
  shortest: {
    heap: 'overcommit=never frames=4 pages=64',
    lines: ['brk +8192', 'read heap 1', 'write bss+8192 8192 2'],
  },
});
