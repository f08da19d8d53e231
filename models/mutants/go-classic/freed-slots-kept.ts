import { derived } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicFreedSlotsKept = defineMutant({
  id: 'go-classic/freed-slots-kept',
  story:
    'a processor keeps the slots that were freed across a collection, which frees them as well',
  sources: [derived('explicit free: freed slots count as allocated until they are swept')],
  patch: {
    file: 'models/classic/mcache.ts',
    find: 'this.reusable[spanclass]!.length = 0;',
    replace: 'void this.reusable;',
  },
  caughtBy: ['classic/reusable-slots-taken'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 16 noscan', 'free a'] },
});
