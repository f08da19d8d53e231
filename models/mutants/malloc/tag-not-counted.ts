import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const tagNotCounted = defineMutant({
  id: 'malloc/tag-not-counted',
  story: 'the chunk for a request has no room for its own tag',
  sources: [
    source('golang/go#75209: a size was rounded up without its header'),
    source('Odin PR #4820: headers overlapped'),
  ],
  patch: {
    file: 'models/malloc/layout.ts',
    find: 'roundUp(size + OVERHEAD, ALIGNMENT)',
    replace: 'roundUp(size, ALIGNMENT)',
  },
  caughtBy: ['client/usable-covers-request'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 25'] },
});
