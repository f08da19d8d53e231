import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Both names then mean the one set, and the other is never looked into. */
export const sweptSetOfUnsweptParity = defineMutant({
  id: 'go/swept-set-of-unswept-parity',
  story: 'the swept partial set is looked up by the parity of the unswept one',
  sources: [go119('mcentral.go', '(*mcentral).partialSwept')],
  patch: {
    file: 'models/go/mcentral.ts',
    find: 'return this.partial[(sweepgen / 2) % 2 === 0 ? 0 : 1];',
    replace: 'return this.partial[(sweepgen / 2) % 2 === 0 ? 1 : 0];',
  },
  caughtBy: [
    'go/swept-span-filed-once',
    'go/unswept-span-awaits-sweep',
    'go/heap-live-covers-objects',
  ],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan', 'gc'] },
});
