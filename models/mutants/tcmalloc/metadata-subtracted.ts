import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const metadataSubtracted = defineMutant({
  id: 'tcmalloc/metadata-subtracted',
  story: 'the bytes of a chunk for bookkeeping are subtracted, and not added',
  sources: [source('google/tcmalloc 074fbfe8: metadata was subtracted twice')],
  patch: {
    file: 'models/tcmalloc/metadata.ts',
    find: 'this.bytes += region.bytes;',
    replace: 'this.bytes -= region.bytes;',
  },
  caughtBy: ['tcmalloc/metadata-only-grows', 'tcmalloc/metadata-within-what-was-obtained'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
