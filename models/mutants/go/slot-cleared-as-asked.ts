import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A block that grows within its slot finds what the last owner left. */
export const slotClearedAsAsked = defineMutant({
  id: 'go/slot-cleared-as-asked',
  story: 'of a slot that must be zero only the words that were asked for are cleared',
  sources: [
    source(
      'gperftools PR 994: calloc cleared what was asked for, and the slack was taken for clean later',
    ),
    go119('malloc.go', 'mallocgc: memclrNoHeapPointers(x, span.elemsize)'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'if ((zeroed || pointerWords !== 0) && span.needzero !== 0) {',
    replace: `if ((zeroed || pointerWords !== 0) && span.needzero !== 0)
      memclr(this.memory, addr, (size + 7) & ~7);
    if (addr === 0) {`,
  },
  caughtBy: ['go/slack-of-pointer-blocks-zero'],
  withinRuns: 200,
  shortest: {
    lines: ['freeOSMemory', 'a = malloc 33'],
    seed: 3,
  },
});
