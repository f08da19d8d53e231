import { frame, processView } from '../../fixtures/process.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { frameTotals } from '../../quantifiers/process.ts';
import { derived, source } from '../../sources.ts';

export const framesConserved = defineInvariant({
  id: 'process/frames-conserved',
  holds: 'the frames that are free and those in use are as many after a command as before it',
  because: 'memory would be lost with every page that is unmapped, or given twice',
  sources: [
    derived('physical memory neither grows nor shrinks'),
    source('Linux mm/page_alloc.c, free_unref_page'),
  ],
  when: 'always',
  cost: 'O(frames)',
  every: frameTotals,
  check: ({ before, after }) => expectEqual('own frames', before, after),
  examples: {
    holds: [processView({ frames: [frame()], freeFrames: 7 }, processView({ freeFrames: 8 }))],
    violates: [processView({ freeFrames: 7 }, processView({ freeFrames: 8 }))],
  },
});
