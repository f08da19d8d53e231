import { processView, region } from '../../fixtures/process.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { commitCounter } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

export const committedPagesRecounted = defineInvariant({
  id: 'process/committed-pages-recounted',
  holds: 'the committed pages are those of the regions that count as committed',
  because: 'the system would promise what it has promised already, or refuse what it has',
  sources: [
    source('Linux mm/util.c, vm_committed_as'),
    source('Linux mm/mmap.c, accountable_mapping'),
  ],
  when: 'always',
  cost: 'O(1) after a recount of O(regions)',
  every: commitCounter,
  check: ({ kept, counted }) => expectEqual('committed pages', counted, kept),
  examples: {
    holds: [
      processView({ regions: [region()] }),
      processView({ regions: [region({ isCommitted: false })] }),
    ],
    violates: [
      processView({ regions: [region()], committedPages: 2 }),
      processView({ regions: [region({ isCommitted: false })], committedPages: 1 }),
    ],
  },
});
