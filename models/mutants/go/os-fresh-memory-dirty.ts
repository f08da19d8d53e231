import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const osFreshMemoryDirty = defineMutant({
  id: 'go/os-fresh-memory-dirty',
  story: 'a page that becomes ready for the first time holds what lay there before',
  sources: [
    source('mimalloc PR #816: a fallback path returned memory as if it were zero'),
    source('jemalloc #766: committed memory was believed to be zero'),
  ],
  patch: {
    file: 'models/os/page-table.ts',
    find: 'if (block.markOf(from) === PAGE_PREPARED) fillSlabs(block, from, to, fillZero);',
    replace: '',
  },
  caughtBy: ['client/zeroed-when-asked', 'go/free-slots-zero-unless-needzero'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 17 noscan'] },
});
