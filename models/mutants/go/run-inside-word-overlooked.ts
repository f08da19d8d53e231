import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The heap grows while there is room. */
export const runInsideWordOverlooked = defineMutant({
  id: 'go/run-inside-word-overlooked',
  story: 'the summary of a chunk misses a longest run that lies inside one word of its bitmap',
  sources: [go119('mpallocbits.go', '(*pallocBits).summarize')],
  patch: {
    file: 'models/go/palloc-bits.ts',
    find: 'i < WORDS && max < 30;',
    replace: 'i < WORDS && max < 1;',
  },
  caughtBy: ['go/first-fit', 'go/leaf-summaries-match-bitmap'],
  withinRuns: 500,
  shortest: {
    lines: [
      'a = malloc 1048577 noscan',
      'b = malloc 32769 noscan',
      'c = malloc 2580481 noscan',
      'free b',
    ],
  },
});
