import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * A processor with a dedicated worker has no time to be idle.
 */
export const idleWorkersOnAllProcs = defineMutant({
  id: 'go/idle-workers-on-all-procs',
  story:
    'as many idle mark workers are allowed as there are processors, those with dedicated ones too',
  sources: [go119('mgcpacer.go', 'startCycle: setMaxIdleMarkWorkers')],
  patch: {
    file: 'models/go/mark-workers.ts',
    find: 'else this.setMaxIdleMarkWorkers(procs - dedicated);',
    replace: 'else this.setMaxIdleMarkWorkers(procs);',
  },
  caughtBy: ['go/mark-workers-within-procs'],
  withinRuns: 250,
  shortest: {
    lines: ['gcStart'],
    heap: 'procs=4',
  },
});
