import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const rangesLeftTouching = defineMutant({
  id: 'go/ranges-left-touching',
  story: 'memory that ends where a range in use begins becomes a range of its own',
  sources: [
    source(
      'buddy_system_allocator #51: adjacent regions that are added one after the other never merge',
    ),
    go119('mranges.go', '(*addrRanges).add'),
  ],
  patch: {
    file: 'models/go/addr-ranges.ts',
    find: 'else if (joinsAbove) above.base = base;',
    replace: '',
  },
  caughtBy: ['go/in-use-ranges-canonical'],
  withinRuns: 350,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 4194305 noscan'] },
});
