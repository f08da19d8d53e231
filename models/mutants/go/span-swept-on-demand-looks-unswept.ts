import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What a list still has of it is then taken for a span that waits for its sweep. */
export const spanSweptOnDemandLooksUnswept = defineMutant({
  id: 'go/span-swept-on-demand-looks-unswept',
  story: 'a span that goes away as it is swept on demand has the generation of an unswept one',
  sources: [
    goIssue(81435, 'the generation of a span was told before the span was freed'),
    go119('mgcsweep.go', '(*mspan).ensureSwept'),
  ],
  patch: {
    file: 'models/go/sweep.ts',
    find: "      heap.events?.sweptBy('demand');",
    replace: '      if (span.state !== SPAN_IN_USE) span.sweepgen -= 2;',
  },
  caughtBy: ['go/unswept-set-entries-of-this-cycle', 'go/dead-span-keeps-sweepgen'],
  withinRuns: 890,
  shortest: { lines: ['a = malloc 32769 noscan', 'weak a', 'drop a', 'gc', 'upgrade a'] },
});
