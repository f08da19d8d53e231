import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A goroutine that comes back from the system takes its processor from whoever runs on it now. */
export const processorTakenBackUnasked = defineMutant({
  id: 'go/processor-taken-back-unasked',
  story: 'a goroutine comes back from the system to its processor, whether that was retaken or not',
  sources: [go119('proc.go', 'exitsyscallfast: atomic.Cas of the status')],
  patch: {
    file: 'models/runtime/sched.ts',
    find: "const isMine = this.ps[p]!.status === 'syscall';",
    replace: 'const isMine = true;',
  },
  caughtBy: ['runtime/processor-has-its-thread', 'runtime/processors-up-to-gomaxprocs'],
  withinRuns: 500,
  shortest: { lines: ['syscall', 'a = malloc 1 noscan', 'sysexit'] },
});
