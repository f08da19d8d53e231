import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { goroutines } from '../../quantifiers/runtime.ts';
import { go119 } from '../../sources.ts';
import { NOBODY } from '../../views/runtime.ts';

export const runnableGoroutineQueuedOnce = defineInvariant({
  id: 'runtime/runnable-goroutine-queued-once',
  holds: 'a goroutine is in one queue while it is runnable, and in none otherwise',
  because: 'it never runs again, or runs on two processors at once',
  sources: [go119('proc.go', 'runqput, globrunqput'), go119('proc.go', 'procresize')],
  when: 'always',
  cost: 'O(goroutines)',
  every: goroutines,
  check({ id, status }, { runtime }) {
    let times = 0;
    for (const each of runtime.runq) if (each === id) times += 1;
    for (const { runq } of runtime.ps) for (const each of runq) if (each === id) times += 1;
    const expected = status === 'runnable' ? 1 : 0;
    return expectEqual(`queues with goroutine ${id}, which is ${status}`, expected, times);
  },
  examples: {
    holds: [
      goView(),
      altered(goView(), ({ runtime }) => {
        runtime.gs.push({ id: 1, status: 'runnable', m: NOBODY, stack: 0 });
        runtime.runq.push(1);
      }),
    ],
    violates: [
      altered(goView(), ({ runtime }) => runtime.ps[0]!.runq.push(0)),
      altered(goView(), ({ runtime }) => {
        runtime.gs.push({ id: 1, status: 'runnable', m: NOBODY, stack: 0 });
      }),
    ],
  },
});
