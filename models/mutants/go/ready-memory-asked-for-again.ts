import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** In Go 1.13 it cost time: the system was asked for all of a run of which a page was missing. */
export const readyMemoryAskedForAgain = defineMutant({
  id: 'go/ready-memory-asked-for-again',
  story:
    'the operating system is asked to back every allocation, also where nothing of it had been released',
  sources: [
    goIssue(36603, 'a whole allocation was recommitted although only part of it was released'),
    go119('mheap.go', '(*mheap).allocSpan: sysUsed only if scav is not 0'),
  ],
  patch: { file: 'models/go/mheap.ts', find: 'if (scav !== 0) {', replace: 'if (scav >= 0) {' },
  equivalent:
    'sysUsed leaves pages that are ready as they are, and the books count what was released: it is a call too many',
});
