import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A pointer moves from a stack that is not scanned yet to a global variable that is. */
export const globalStoreWithoutBarrier = defineMutant({
  id: 'go/global-store-without-barrier',
  story: 'a store into a global variable does not go through the write barrier',
  sources: [go119('mbarrier.go', 'the barrier applies to globals as to the heap')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'bufferPointers(this.#heap, this.wbBufs[this.#heap.p] as WbBuf, this.#gcw, { old, value });',
    replace: '',
  },
  caughtBy: [
    'go/live-blocks-survive-cycles',
    'go/marked-slots-allocated',
    'relation/checkmark-unnoticed',
    'go/checkmark-finds-all-marked',
  ],
  withinRuns: 2000,
  shortest: {
    lines: ['a = malloc 16 noscan', 'global a', 'gc'],
    heap: 'gogc=0',
  },
});
