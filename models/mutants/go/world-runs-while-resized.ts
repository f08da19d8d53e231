import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A processor goes away under a malloc that has taken half of what it needs from there. */
export const worldRunsWhileResized = defineMutant({
  id: 'go/world-runs-while-resized',
  story: 'the number of processors changes without stopping the world',
  sources: [go119('debug.go', 'GOMAXPROCS: stopTheWorldGC'), go119('proc.go', 'procresize')],
  patch: { file: 'models/runtime/runtime.ts', find: 'this.stopTheWorld();', replace: '' },
  caughtBy: ['runtime/suspended-call-on-running-processor'],
  withinRuns: 820,
  shortest: {
    lines: ['pause 1 on P1', 'a = malloc 1 noscan on P1', 'procs 1'],
    heap: 'procs=2',
  },
});
