import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { goroutines } from '../../quantifiers/runtime.ts';
import { go119 } from '../../sources.ts';
import { NOBODY } from '../../views/runtime.ts';

export const goroutineHasItsThread = defineInvariant({
  id: 'runtime/goroutine-has-its-thread',
  holds:
    'a goroutine has a thread while it runs, which has a processor, or while it is in the system, which has none',
  because:
    "a goroutine without a processor allocates from nobody's mcache, or from somebody else's",
  sources: [go119('proc.go', 'execute'), go119('proc.go', 'reentersyscall, exitsyscall')],
  when: 'always',
  cost: 'O(threads)',
  every: goroutines,
  check({ id, status, m }, { runtime }) {
    const threads = runtime.ms.filter(({ curg }) => curg === id);
    const isRun = status === 'running' || status === 'syscall';
    const [thread] = threads;
    const isFine = isRun
      ? threads.length === 1 &&
        thread!.id === m &&
        (thread!.p !== NOBODY) === (status === 'running')
      : threads.length === 0 && m === NOBODY;
    if (isFine) return undefined;
    return {
      at: `goroutine ${id}, which is ${status}`,
      expected: isRun
        ? `one thread, ${status === 'running' ? 'with a' : 'without a'} processor`
        : 'no thread',
      actual:
        threads.map((each) => `thread ${each.id} with processor ${each.p}`).join(', ') ||
        `none, its own is ${m}`,
    };
  },
  examples: {
    holds: [
      goView({ procs: 2 }),
      altered(goView(), ({ runtime }) => {
        runtime.gs.push({ id: 1, status: 'syscall', m: 1, stack: 0 });
        runtime.ms.push({ id: 1, p: NOBODY, oldp: 0, curg: 1 });
      }),
    ],
    violates: [
      altered(goView(), ({ runtime }) => (runtime.gs[0]!.status = 'syscall')),
      altered(goView(), ({ runtime }) => (runtime.gs[0]!.status = 'runnable')),
      altered(goView({ procs: 2 }), ({ runtime }) => (runtime.ms[1]!.curg = NOBODY)),
    ],
  },
});
