import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicPreservedSpanNotSwept = defineMutant({
  id: 'go-classic/preserved-span-not-swept',
  story: 'a span that is swept for its free slot keeps the sign of being swept',
  sources: [go110('mcentral.go', '(*mcentral).freeSpan: preserve')],
  patch: {
    file: 'models/classic/mcentral.ts',
    find: '      span.sweepgen = heap.sweepgen;',
    replace: '',
  },
  caughtBy: ['classic/cached-span-is-swept', 'classic/sweepgen-of-two-kinds'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 9 noscan', 'b = realloc a 8', 'gc', 'c = malloc 1 noscan'] },
});
