import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A slot that is smaller has neighbours on its line. */
export const reusedSlotClearedInLines = defineMutant({
  id: 'go/reused-slot-cleared-in-lines',
  story: 'a slot that is handed out again is cleared by whole lines of 64 bytes',
  sources: [source('snmalloc PR 22: zeroing by whole pages was given bounds that were not')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'if (zeroed || pointerWords !== 0) memclr(this.memory, addr, span.elemsize);',
    replace:
      'if (zeroed || pointerWords !== 0) memclr(this.memory, addr, Math.max(span.elemsize, 64));',
  },
  caughtBy: ['client/contents-kept'],
  withinRuns: 200,
  shortest: { lines: ['a = malloc 16 noscan', 'b = realloc a 1', 'c = calloc 1 16'] },
});
