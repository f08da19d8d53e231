import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const refusedChargeKept = defineMutant({
  id: 'process/refused-charge-kept',
  story: 'pages that are refused count as committed',
  sources: [source('Linux mm/util.c, __vm_enough_memory: vm_unacct_memory')],
  patch: {
    file: 'models/os/mmu/commit.ts',
    find: '    if (this.pages + pages - credit > this.limit && pages > credit) return false;',
    replace:
      '    if (this.pages + pages - credit > this.limit && pages > credit && (this.pages += pages) > 0) return false;',
  },
  caughtBy: ['process/committed-pages-recounted', 'process/committed-within-limit'],
  withinRuns: 40,
  shortest: { heap: 'overcommit=never frames=4096 pages=8', lines: ['call 8388608'] },
});
