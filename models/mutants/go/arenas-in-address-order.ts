import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The reclaimer, which counts pages over the list, then looks at some twice and at others not at all. */
export const arenasInAddressOrder = defineMutant({
  id: 'go/arenas-in-address-order',
  story: 'a new arena is put into the list of arenas by its address',
  sources: [
    go119('mheap.go', '(*mheap).reclaim: reclaimIndex'),
    goIssue(20259, 'a new reservation came back below the heap'),
  ],
  patch: {
    file: 'models/go/heap-arena.ts',
    find: 'this.all.push(arena);',
    replace: 'this.all.push(arena);\n    this.all.sort((a, b) => a.index - b.index);',
  },
  caughtBy: ['go/arenas-only-added'],
  withinRuns: 350,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 4194305 noscan'] },
});
