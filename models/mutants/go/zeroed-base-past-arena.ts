import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The second is taken for fresh for ever. */
export const zeroedBasePastArena = defineMutant({
  id: 'go/zeroed-base-past-arena',
  story: 'a span that reaches into a second arena raises the mark of the first by all its bytes',
  sources: [go119('mheap.go', '(*mheap).allocNeedsZero: arenaLimit')],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'const to = Math.min(end - arena.base, this.geometry.heapArenaBytes);',
    replace: 'const to = end - arena.base;',
  },
  caughtBy: ['go/zeroed-base-above-spans', 'go/zeroed-base-inside-arena'],
  withinRuns: 170,
  shortest: { lines: ['a = malloc 4194305 noscan'] },
});
