import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const callocForgetsOldEnd = defineMutant({
  id: 'malloc/calloc-forgets-old-end',
  story: 'memory above the last chunk is taken for fresh though the tag of the top stood there',
  sources: [
    source(
      'NyuziProcessor #164: calloc skipped the end of the heap, in which an old end marker still was',
    ),
  ],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'Math.max(this.usedEnd, top + HEADER)',
    replace: 'Math.max(this.usedEnd, top)',
  },
  caughtBy: ['client/zeroed-when-asked'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 1', 'free a', 'b = calloc 5 5'] },
});
