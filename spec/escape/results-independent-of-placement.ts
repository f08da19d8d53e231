import { escapeView } from '../fixtures/escape.ts';
import { defineInvariant } from '../invariant.ts';
import { resultLines } from '../quantifiers/escape.ts';
import { derived } from '../sources.ts';

export const resultsIndependentOfPlacement = defineInvariant({
  id: 'escape/results-independent-of-placement',
  holds: 'a program prints and ends as it does with all objects on the heap',
  because:
    'where an object is put, and what a closure has a copy of, is no part of what a program means',
  sources: [derived('the Go specification, which knows no stack')],
  when: 'at-end',
  cost: 'O(1)',
  every: resultLines,
  check({ line, onHeap, asDecided }) {
    if (onHeap === asDecided) return undefined;
    const said = (text: string | undefined): string => (text === undefined ? 'no such line' : text);
    return { at: `line ${line} of the results`, expected: said(onHeap), actual: said(asDecided) };
  },
  examples: {
    holds: [escapeView({ results: [{ line: 1, onHeap: '2', asDecided: '2' }] })],
    violates: [
      escapeView({ results: [{ line: 1, onHeap: '2', asDecided: '3' }] }),
      escapeView({ results: [{ line: 2, onHeap: 'the end', asDecided: undefined }] }),
    ],
  },
});
