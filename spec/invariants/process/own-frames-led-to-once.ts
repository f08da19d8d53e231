import { frame, processView, pte } from '../../fixtures/process.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { ownFrames } from '../../quantifiers/process.ts';
import { derived, source } from '../../sources.ts';

export const ownFramesLedToOnce = defineInvariant({
  id: 'process/own-frames-led-to-once',
  holds: 'a frame of the process itself is led to by one translation',
  because: 'two pages would share what is written, or a frame that nothing leads to would be lost',
  sources: [
    derived('private memory: without fork, no page is shared'),
    source('Linux mm/memory.c, do_wp_page: reuse of an exclusive page'),
  ],
  when: 'always',
  cost: 'O(1) after a walk of the tables',
  every: ownFrames,
  check: ({ frame, leading }) => expectEqual(`frame ${frame.frame}`, 1, leading),
  examples: {
    holds: [processView({ ptes: [pte()], frames: [frame()] })],
    violates: [
      processView({ frames: [frame()] }),
      processView({ ptes: [pte(), pte({ addr: 0x40_1000 })], frames: [frame({ mappers: 2 })] }),
    ],
  },
});
