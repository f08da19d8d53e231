import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * A slot that was freed explicitly is handed out again under the rule for fresh ones. needzero
 * speaks of slots that a sweep freed; this one is as its last owner left it.
 */
export const reusedSlotNotCleared = defineMutant({
  id: 'go/reused-slot-not-cleared',
  story: 'a freed slot that is reused is cleared only where the span needs zeroing',
  sources: [
    go119('malloc.go', 'mallocgc, needzero'),
    source('gperftools PR #994: calloc zeroed what was asked for, and a realloc trusted the rest'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'if (zeroed || pointerWords !== 0) memclr(',
    replace: 'if ((zeroed || pointerWords !== 0) && span.needzero !== 0) memclr(',
  },
  caughtBy: ['client/zeroed-when-asked'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 9', 'b = realloc a 1', 'c = malloc 9'] },
});
