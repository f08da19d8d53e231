import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The reclaimer takes the span for one without live objects, and frees it. */
export const barrierSkipsPageMark = defineMutant({
  id: 'go/barrier-skips-page-mark',
  story: 'an object that the write barrier marks does not set the page mark of its span',
  sources: [
    goIssue(39432, 'objects marked through the barrier buffer set no page mark'),
    go119('mwbbuf.go', 'wbBufFlush1'),
  ],
  patch: { file: 'models/go/write-barrier.ts', find: 'setPageMark(heap, span);', replace: '' },
  caughtBy: ['go/page-mark-where-marked'],
  withinRuns: 400,
  shortest: {
    lines: ['a = malloc 16 noscan', 'global a', 'mark 2'],
    heap: 'gogc=0',
  },
});
