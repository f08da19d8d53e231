import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A goroutine that comes back from the system takes it, and allocates from what was given up. */
export const stoppedProcessorStaysIdle = defineMutant({
  id: 'go/stopped-processor-stays-idle',
  story: 'a processor beyond GOMAXPROCS is left idle',
  sources: [go119('proc.go', 'procresize: _Pdead'), go119('proc.go', '(*p).destroy')],
  patch: { file: 'models/runtime/sched.ts', find: "at.status = 'dead';", replace: '' },
  caughtBy: ['runtime/processors-up-to-gomaxprocs'],
  withinRuns: 280,
  shortest: {
    lines: ['procs 1'],
    heap: 'procs=2',
  },
});
