import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** nextFreeFast leaves freeindex on the slot that it returns, so the next call returns it again. */
export const mspanHandsOutTwice = defineMutant({
  id: 'go/mspan-hands-out-twice',
  story: 'the free index is not moved past the slot that was handed out',
  sources: [
    go119('malloc.go', 'nextFreeFast'),
    source(
      'emscripten #8637: growth did not store the new top, so the next call got the same address',
    ),
  ],
  patch: {
    file: 'models/go/mspan.ts',
    find: 'this.freeindex = next;',
    replace: 'this.freeindex = slot;',
  },
  caughtBy: [
    'go/alloc-count-matches-slots',
    'go/alloc-cache-mirrors-alloc-bits',
    'go/live-blocks-hold-allocated-slots',
  ],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 8 noscan', 'b = malloc 9 noscan'] },
});
