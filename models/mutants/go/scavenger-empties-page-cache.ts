import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Well meant: but then where blocks go depends on when the scavenger ran. */
export const scavengerEmptiesPageCache = defineMutant({
  id: 'go/scavenger-empties-page-cache',
  story:
    'the scavenger empties the page cache of its processor first, so that these pages can go too',
  sources: [go119('mgcscavenge.go', '(*pageAlloc).scavenge')],
  patch: {
    file: 'models/go/scavenge.ts',
    find: '  const runs = pages.scavenging(npages);',
    replace: '  heap.pcaches[heap.p]?.flush(pages); const runs = pages.scavenging(npages);',
  },
  caughtBy: ['relation/scavenging-unnoticed'],
  withinRuns: 660,
  shortest: {
    lines: ['a = malloc 1 noscan', 'gc', 'b = malloc 122881 noscan'],
    seed: 2,
  },
});
