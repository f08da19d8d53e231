import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The flush of a barrier's buffer marks all its objects first, and then the pages of their spans. */
export const barrierSetsPageMarksLate = defineMutant({
  id: 'go/barrier-sets-page-marks-late',
  story: 'the flush of the write barrier sets page marks behind all mark bits, not behind each',
  sources: [
    goIssue(39432, 'objects marked through the barrier buffer set no page mark'),
    go119('mwbbuf.go', 'wbBufFlush1'),
  ],
  patch: [
    { file: 'models/go/write-barrier.ts', find: 'setPageMark(heap, span);', replace: '' },
    {
      file: 'models/go/write-barrier.ts',
      find: 'clear(buf);',
      replace:
        'for (const each of buf) if (findObject(heap, each) !== undefined) setPageMark(heap, findObject(heap, each)); clear(buf);',
    },
  ],
  equivalent:
    'nobody looks at page marks in the middle of a flush, which runs to its end at once; the reclaimer waits until the cycle is over',
});
