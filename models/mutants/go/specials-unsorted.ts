import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The list is searched by order, so that it seems to end before the special that is sought. */
export const specialsUnsorted = defineMutant({
  id: 'go/specials-unsorted',
  story: 'a new special goes to the end of the list',
  sources: [
    go119('mheap.go', 'addspecial'),
    goIssue(70739, 'the offset of a special was kept in too few bits'),
  ],
  patch: {
    file: 'models/go/specials.ts',
    find: 'span.specials.splice(at, 0, { offset, kind, handle });',
    replace: 'span.specials.push({ offset, kind, handle });',
  },
  caughtBy: ['go/specials-sorted'],
  withinRuns: 780,
  shortest: { lines: ['a = malloc 1 noscan', 'weak a', 'finalizer a'] },
});
