import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const freeIntoUnsweptSpan = defineMutant({
  id: 'go/free-into-unswept-span',
  story: 'a free does not sweep the span of its block first',
  sources: [go119('mgcsweep.go', '(*mspan).ensureSwept')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: '    if (span.sweepgen !== sweepgen && span.sweepgen !== sweepgen + 3) {',
    replace:
      '    if (span.spanclass < 2 && span.sweepgen !== sweepgen && span.sweepgen !== sweepgen + 3) {',
  },
  caughtBy: ['go/reusable-slots-swept'],
  withinRuns: 300,
  shortest: { lines: [] },
});
