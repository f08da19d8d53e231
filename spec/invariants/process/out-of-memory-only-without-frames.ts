import { processView, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { commandsDone } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

const KILLED = step({ outcome: { is: 'out-of-memory', addr: 0x40_0000 } });

export const outOfMemoryOnlyWithoutFrames = defineInvariant({
  id: 'process/out-of-memory-only-without-frames',
  holds: 'a process is killed for want of memory only when there is no free frame',
  because: 'a process would be killed although there is memory',
  sources: [
    source('Linux mm/page_alloc.c, __alloc_pages_slowpath'),
    source('Linux mm/oom_kill.c, out_of_memory'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: commandsDone,
  check({ command, outcome }, { process }) {
    if (outcome.is !== 'out-of-memory' || process.freeFrames === 0) return undefined;
    return {
      at: command,
      expected: 'a frame',
      actual: `out of memory, ${process.freeFrames} are free`,
    };
  },
  examples: {
    holds: [processView({ step: KILLED, freeFrames: 0 }), processView({ step: step() })],
    violates: [processView({ step: KILLED })],
  },
});
