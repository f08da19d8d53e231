import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The finalizer gets memory that belongs to nobody, or to somebody else. */
export const finalizerNotResurrecting = defineMutant({
  id: 'go/finalizer-not-resurrecting',
  story: 'an object whose finalizer is queued is not marked, and freed all the same',
  sources: [go119('mgcsweep.go', '(*sweepLocked).sweep: pass 1')],
  patch: {
    file: 'models/go/span-specials.ts',
    find: 'for (const slot of finalized) setBit(gcmarkBits, slot);',
    replace: '',
  },
  caughtBy: [
    'client/live-blocks-disjoint',
    'go/live-blocks-hold-allocated-slots',
    'go/marked-slots-allocated',
    'go/queued-finalizers-hold-objects',
  ],
  withinRuns: 300,
  shortest: { lines: ['a = malloc 16 noscan', 'finalizer a'] },
});
