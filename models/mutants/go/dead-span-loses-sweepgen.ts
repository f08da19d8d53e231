import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A stale entry of an unswept set looks as if it had never been swept. */
export const deadSpanLosesSweepgen = defineMutant({
  id: 'go/dead-span-loses-sweepgen',
  story: 'the sweepgen of a descriptor is reset when its span goes back to the page heap',
  sources: [
    goIssue(27997, 'a span that was not in use was found on an unswept list'),
    go119('mheap.go', '(*mspan).init'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'span.state = SPAN_DEAD;',
    replace: `span.state = SPAN_DEAD;
    span.sweepgen = 0;`,
  },
  caughtBy: ['go/dead-span-keeps-sweepgen'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
