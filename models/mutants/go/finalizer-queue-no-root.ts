import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A cycle that comes before their turn frees them. */
export const finalizerQueueNoRoot = defineMutant({
  id: 'go/finalizer-queue-no-root',
  story: 'the objects whose finalizers are due are no roots',
  sources: [go119('mgcmark.go', 'markroot: fixedRootFinalizers'), go119('mfinal.go', 'runfinq')],
  patch: {
    file: 'models/go/mark-roots.ts',
    find: 'for (const object of finq) shade(this.#heap, object, gcw);',
    replace: '',
  },
  caughtBy: [
    'go/heap-live-covers-objects',
    'go/live-blocks-hold-allocated-slots',
    'go/live-blocks-survive-cycles',
    'go/marks-between-must-and-may',
    'go/pages-free-when-all-is-collected',
    'go/queued-finalizers-hold-objects',
  ],
  withinRuns: 150,
  shortest: {
    lines: ['a = malloc 16 noscan', 'finalizer a'],
    heap: 'gogc=0',
    seed: 4,
  },
});
