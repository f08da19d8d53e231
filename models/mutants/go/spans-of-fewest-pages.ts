import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What is left over at the end of a span is not looked at. */
export const spansOfFewestPages = defineMutant({
  id: 'go/spans-of-fewest-pages',
  story: 'a span has as few pages as hold one slot, whatever that wastes',
  sources: [go119('mksizeclasses.go', 'makeClasses')],
  patch: {
    file: 'models/go/sizeclasses.ts',
    find: 'classes.map((c) => c.npages)',
    replace: 'classes.map((c) => Math.ceil(c.size / PAGE_BYTES))',
  },
  caughtBy: ['go/size-class-table-shape'],
  withinRuns: 20,
  shortest: { lines: [] },
});
