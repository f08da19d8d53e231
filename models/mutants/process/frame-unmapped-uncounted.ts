import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const frameUnmappedUncounted = defineMutant({
  id: 'process/frame-unmapped-uncounted',
  story: 'a frame that is mapped again does not count the second translation',
  sources: [source('Linux mm/rmap.c, page_add_file_rmap')],
  patch: {
    file: 'models/os/mmu/frames.ts',
    find: 'it.mappers += 1;',
    replace: 'it.mappers = 1;',
  },
  caughtBy: ['process/frames-counted-by-mappers', 'process/resident-frames-recounted'],
  withinRuns: 30,
  shortest: {
    heap: 'overcommit=never frames=4096 pages=64',
    lines: ['read data 8192', 'read text 1'],
  },
});
