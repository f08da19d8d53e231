import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The live heap comes out too small. */
export const markedBytesLostWithWork = defineMutant({
  id: 'go/marked-bytes-lost-with-work',
  story: 'a processor that gives its work away forgets how many bytes it marked',
  sources: [go119('mgcwork.go', '(*gcWork).dispose')],
  patch: {
    file: 'models/go/gc-work.ts',
    find: 'this.wbuf2 = undefined;',
    replace: 'this.wbuf2 = undefined; this.bytesMarked = 0;',
  },
  caughtBy: [
    'go/bytes-marked-only-grow',
    'go/heap-live-covers-objects',
    'go/heap-scan-within-heap-live',
  ],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 8', 'gc'] },
});
