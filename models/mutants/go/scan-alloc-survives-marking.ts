import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * What an mcache has not told of when marking ends was marked, or is garbage: told later, it counts a
 * second time.
 */
export const scanAllocSurvivesMarking = defineMutant({
  id: 'go/scan-alloc-survives-marking',
  story:
    'the bytes that mcaches have not told of are kept over a cycle, and counted once more at the flush',
  sources: [go119('mgc.go', 'gcMark: scanAlloc')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'for (const mcache of this.#mcaches) mcache.scanAlloc = 0;',
    replace: '',
  },
  caughtBy: ['go/heap-scan-within-heap-live'],
  withinRuns: 110,
  shortest: { lines: ['a = malloc 8', 'gc'] },
});
