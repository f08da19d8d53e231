import { tcStep } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { tcSteps } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';

export const tcMetadataOnlyGrows = defineInvariant({
  id: 'tcmalloc/metadata-only-grows',
  holds: 'memory for bookkeeping only grows',
  because: 'what is noted there would be overwritten',

  sources: [tcmalloc('common.cc', 'MetaDataAlloc, metadata_system_bytes')],
  when: 'always',
  cost: 'O(1)',
  every: tcSteps,
  check: ({ before, after }) =>
    expectWithin('metadata bytes', before.metadata, Infinity, after.metadata),
  examples: {
    holds: [tcStep(() => {}), tcStep(({ tc }) => (tc.metadataBytes += 64))],
    violates: [tcStep(({ tc }) => (tc.metadataBytes -= 64))],
  },
});
