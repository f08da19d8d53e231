import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const endMarkerNotWritten = defineMutant({
  id: 'malloc/end-marker-not-written',
  story: 'a free chunk does not tell the one behind how long it is',
  sources: [source('emscripten PR #10377: the end marker was written in the wrong place')],
  patch: { file: 'models/malloc/tags.ts', find: '    this.#write(behind, bytes);', replace: '' },
  caughtBy: [
    'client/live-blocks-disjoint',
    'client/contents-kept',
    'client/block-aligned',
    'client/usable-size-steady',
    'client/address-not-null',
    'client/good-calls-served',
  ],
  withinRuns: 120,
  shortest: {
    lines: ['a = malloc 1', 'b = malloc 35', 'c = malloc 1', 'free b', 'free c'],
    seed: 2,
  },
});
