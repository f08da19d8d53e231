import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What is given back is what the next allocations take. */
export const scavengerBeginsAtTheBottom = defineMutant({
  id: 'go/scavenger-begins-at-the-bottom',
  story: 'the scavenger begins with the lowest chunk that has something to give back',
  sources: [
    go119('mgcscavenge.go', '(*scavengeIndex).find'),
    goIssue(52681, 'the scavenge index named another chunk than the highest'),
  ],
  patch: {
    file: 'models/go/scavenge-index.ts',
    find: 'return this.#chunks.at(-1);',
    replace: 'return this.#chunks[0];',
  },
  caughtBy: ['go/scavenging-begins-at-the-top'],
  withinRuns: 260,
  shortest: { lines: ['a = malloc 4194305 noscan', 'free a', 'scavenge 1'] },
});
