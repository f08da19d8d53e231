import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The wrong end of it is written down. */
export const rangeAboveNotMoved = defineMutant({
  id: 'go/range-above-not-moved',
  story:
    'memory that ends where a range in use begins is taken for a part of that, which does not grow',
  sources: [go119('mranges.go', '(*addrRanges).add: a.ranges[i].base = r.base')],
  patch: {
    file: 'models/go/addr-ranges.ts',
    find: 'else if (joinsAbove) above.base = base;',
    replace: 'else if (joinsAbove) above.base = limit;',
  },
  caughtBy: ['go/in-use-covers-chunks', 'go/in-use-ranges-canonical'],
  withinRuns: 350,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 4194305 noscan'] },
});
