import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The live heap comes out too small. */
export const assistForgetsMarkedBytes = defineMutant({
  id: 'go/assist-forgets-marked-bytes',
  story:
    'an assist drops the bytes that its processor marked together with the scan work that it tells of',
  sources: [go119('mgcmark.go', 'gcDrainN'), go119('mgcwork.go', 'gcWork.bytesMarked')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'const work = roots + this.#flushScanWork(gcw);',
    replace: 'const work = roots + this.#flushScanWork(gcw); gcw.bytesMarked = 0;',
  },
  caughtBy: ['go/bytes-marked-only-grow'],
  withinRuns: 180,
  shortest: { lines: ['gcStart', 'a = malloc 1 noscan', 'assist'] },
});
