import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { allProcessors } from '../../quantifiers/runtime.ts';
import { derived } from '../../sources.ts';

export const suspendedCallOnRunningProcessor = defineInvariant({
  id: 'runtime/suspended-call-on-running-processor',
  holds: 'a processor that is in the middle of a call runs a goroutine',
  because:
    'malloc cannot be preempted: its mcache goes to another thread while a span is half taken from it',
  sources: [derived('go1.19 runtime/malloc.go, mallocgc: acquirem')],
  when: 'always',
  cost: 'O(1)',
  every: allProcessors,
  check({ id, status }, { runtime }) {
    if (status === 'running' || !runtime.isSuspended(id)) return undefined;
    return { at: `P${id}`, expected: 'running', actual: status };
  },
  examples: {
    holds: [goView(), altered(goView(), ({ runtime }) => (runtime.isSuspended = () => true))],
    violates: [
      altered(goView(), ({ runtime }) => {
        runtime.isSuspended = () => true;
        runtime.ps[0]!.status = 'idle';
      }),
    ],
  },
});
