import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Whoever takes pairs from the buffer takes what one store replaced together with what another replaced. */
export const barrierNotesOnePointer = defineMutant({
  id: 'go/barrier-notes-one-pointer',
  story: 'a store into an empty word notes one pointer in the place of two',
  sources: [go119('mwbbuf.go', '(*wbBuf).putFast')],
  patch: {
    file: 'models/go/write-barrier.ts',
    find: 'buf.push(old);',
    replace: 'if (old !== 0) buf.push(old);',
  },
  caughtBy: ['go/barrier-buffers-in-shape'],
  withinRuns: 100,
  shortest: {
    lines: ['a = malloc 1 noscan', 'global a'],
    heap: 'gogc=0',
  },
});
