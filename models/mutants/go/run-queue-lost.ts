import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The goroutines never run again, and what they hold never dies. */
export const runQueueLost = defineMutant({
  id: 'go/run-queue-lost',
  story: 'the goroutines that wait for a stopped processor are forgotten',
  sources: [go119('proc.go', '(*p).destroy: move all runnable goroutines to the global queue')],
  patch: {
    file: 'models/runtime/sched.ts',
    find: 'this.runq.push(...at.runq.splice(0));',
    replace: 'at.runq.splice(0);',
  },
  caughtBy: ['runtime/runnable-goroutine-queued-once'],
  withinRuns: 1000,
  shortest: {
    lines: ['go on P1', 'procs 1'],
    heap: 'procs=2',
  },
});
