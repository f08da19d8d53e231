import { processView, pte, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { commandsDone } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PTE } from '../../views/process.ts';

const KILLED = step({ outcome: { is: 'out-of-memory', addr: 0x40_0000 } });

export const outOfMemoryOnlyWithoutFrames = defineInvariant({
  id: 'process/out-of-memory-only-without-frames',
  holds:
    'a process is killed for want of memory only when no frame is free or was given back by MADV_FREE',
  because: 'a process would be killed although there is memory',
  sources: [
    source('Linux mm/page_alloc.c, __alloc_pages_slowpath'),
    source('Linux mm/oom_kill.c, out_of_memory'),
  ],
  when: 'always',
  cost: 'O(translations)',
  every: commandsDone,
  check({ command, outcome }, { proc }) {
    if (outcome.is !== 'out-of-memory') return undefined;
    const { freeFrames: free, ptes } = proc;
    const lazy = ptes.filter(({ bits }) => (bits & (PTE.LAZY | PTE.DIRTY)) === PTE.LAZY).length;
    if (free + lazy === 0) return undefined;
    const actual = `out of memory: ${free} frames are free, ${lazy} pages were given back`;
    return { at: command, expected: 'a frame', actual };
  },
  examples: {
    holds: [processView({ step: KILLED, freeFrames: 0 }), processView({ step: step() })],
    violates: [
      processView({ step: KILLED }),
      processView({ step: KILLED, freeFrames: 0, ptes: [pte({ bits: PTE.PRESENT | PTE.LAZY })] }),
    ],
  },
});
