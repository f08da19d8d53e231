import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { allProcessors } from '../../quantifiers/runtime.ts';
import { go119 } from '../../sources.ts';
import { NOBODY } from '../../views/runtime.ts';

export const processorHasItsThread = defineInvariant({
  id: 'runtime/processor-has-its-thread',
  holds: 'a running processor and a thread have each other, and any other processor has none',
  because: 'two threads allocate from one mcache, which has no lock',
  sources: [go119('proc.go', 'acquirep, wirep: invalid p state'), go119('proc.go', 'releasep')],
  when: 'always',
  cost: 'O(threads)',
  every: allProcessors,
  check({ id, status, m }, { runtime }) {
    const threads = runtime.ms.filter(({ p }) => p === id).map((each) => each.id);
    const wanted = status === 'running' ? [m] : [];
    const hasOne = status === 'running' ? m !== NOBODY : m === NOBODY;
    if (hasOne && threads.length === wanted.length && threads[0] === wanted[0]) return undefined;
    return {
      at: `P${id}, which is ${status}`,
      expected: status === 'running' ? 'one thread, that of the processor' : 'no thread',
      actual: `threads ${threads.join(', ') || 'none'}, the processor's is ${m}`,
    };
  },
  examples: {
    holds: [
      goView({ procs: 2 }),
      altered(goView({ procs: 2 }), ({ runtime }) => {
        Object.assign(runtime.ps[1]!, { status: 'idle', m: NOBODY });
        Object.assign(runtime.ms[1]!, { p: NOBODY, curg: NOBODY });
      }),
    ],
    violates: [
      altered(goView({ procs: 2 }), ({ runtime }) => {
        runtime.ms.push({ id: 2, p: 1, oldp: NOBODY, curg: NOBODY });
      }),
      altered(goView({ procs: 2 }), ({ runtime }) => (runtime.ps[1]!.status = 'syscall')),
      altered(goView({ procs: 2 }), ({ runtime }) => (runtime.ms[1]!.p = NOBODY)),
    ],
  },
});
