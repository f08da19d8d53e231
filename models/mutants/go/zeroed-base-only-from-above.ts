import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Its pages above the mark are taken for fresh when they are handed out again. */
export const zeroedBaseOnlyFromAbove = defineMutant({
  id: 'go/zeroed-base-only-from-above',
  story: 'the mark of used memory is not raised by a span that begins below it',
  sources: [
    source('NyuziProcessor #164: a run that was partly used counted as fresh'),
    go119('mheap.go', '(*mheap).allocNeedsZero'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'if (to > arena.zeroedBase) arena.zeroedBase = to;',
    replace: 'if (from >= arena.zeroedBase) arena.zeroedBase = to;',
  },
  caughtBy: ['go/zeroed-base-above-spans'],
  withinRuns: 150,
  shortest: { lines: ['freeOSMemory', 'a = malloc 6529 noscan'] },
});
