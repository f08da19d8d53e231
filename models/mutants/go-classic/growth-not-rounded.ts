import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicGrowthNotRounded = defineMutant({
  id: 'go-classic/growth-not-rounded',
  story: 'the heap grows by as many pages as are needed, not in whole steps',
  sources: [go110('mheap.go', '(*mheap).grow: round(npage, (64<<10)/_PageSize)')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'const needed = Math.ceil(npages / growRoundPages) * growRoundPages;',
    replace: 'const needed = npages;',
  },
  caughtBy: ['classic/growth-asks-enough'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1048577 noscan'] },
});
