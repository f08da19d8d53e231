import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Nobody queues it, so that it never runs again. */
export const evictedGoroutineKeepsRunning = defineMutant({
  id: 'go/evicted-goroutine-keeps-running',
  story: 'the goroutine on a processor that is stopped still counts as running',
  sources: [go119('proc.go', 'procresize')],
  patch: {
    file: 'models/runtime/sched.ts',
    find: 'if (m.curg !== NOBODY) this.#ready(this.gs[m.curg] as G);',
    replace: '',
  },
  caughtBy: ['runtime/goroutine-has-its-thread'],
  withinRuns: 280,
  shortest: {
    lines: ['procs 1'],
    heap: 'procs=2',
  },
});
