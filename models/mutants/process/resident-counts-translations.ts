import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const residentCountsTranslations = defineMutant({
  id: 'process/resident-counts-translations',
  story: 'the resident set counts translations, not frames',
  sources: [source('man 5 proc: Pss')],
  patch: {
    file: 'models/os/mmu/frames.ts',
    find: "    if (it.mappers === 1 && it.kind !== 'zero') this.resident += 1;",
    replace: "    if (it.kind !== 'zero') this.resident += 1;",
  },
  caughtBy: ['process/resident-frames-recounted'],
  withinRuns: 50,
  shortest: {
    heap: 'overcommit=never frames=4096 pages=64',
    lines: ['read data 8192', 'read text 1'],
  },
});
