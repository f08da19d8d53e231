import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A cycle begins and ends while a malloc is half-way: its slot is swept away under it. */
export const worldStopsAnywhere = defineMutant({
  id: 'go/world-stops-anywhere',
  story: 'a cycle does not wait for calls that are half-way',
  sources: [
    go119('malloc.go', 'mallocgc: acquirem'),
    go119('proc.go', 'stopTheWorldWithSema, forEachP'),
  ],
  patch: [
    { file: 'models/go/mgc.ts', find: '    heap.world.stopTheWorld();', replace: '' },
    { file: 'models/go/mgc.ts', find: 'this.#heap.world.stopTheWorld();', replace: '' },
    { file: 'models/go/mgc.ts', find: 'this.#heap.slow.resume(p, Infinity);', replace: '' },
  ],
  caughtBy: [
    'client/live-blocks-disjoint',
    'go/live-blocks-hold-allocated-slots',
    'go/live-blocks-survive-cycles',
    'go/marks-between-must-and-may',
    'go/nothing-half-way-as-phase-changes',
    'go/spans-freed-between-cycles',
    'go/sweepers-leave',
    'go/sweepgen-in-protocol',
  ],
  withinRuns: 750,
  shortest: {
    lines: ['pause 1', 'a = malloc 1 noscan', 'gcStart on P1'],
    heap: 'procs=2',
    seed: 2,
  },
});
