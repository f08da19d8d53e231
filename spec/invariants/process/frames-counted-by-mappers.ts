import { frame, processView, pte } from '../../fixtures/process.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { framesInUse } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

export const framesCountedByMappers = defineInvariant({
  id: 'process/frames-counted-by-mappers',
  holds: 'a frame counts as many translations as lead to it',
  because:
    'a frame with too low a count is given to another page while it is in use; one with too high a count is never free again',
  implies: ['process/own-frames-led-to-once'],
  sources: [source('Linux mm/rmap.c, _mapcount')],
  when: 'always',
  cost: 'O(1) after a walk of the tables',
  every: framesInUse,
  check: ({ frame, leading }) => expectEqual(`frame ${frame.frame}`, leading, frame.mappers),
  examples: {
    holds: [
      processView({ ptes: [pte()], frames: [frame()] }),
      processView({ frames: [frame({ frame: 0, kind: 'zero', mappers: 0 })] }),
    ],
    violates: [
      processView({ ptes: [pte()], frames: [frame({ mappers: 2 })] }),
      processView({ ptes: [pte(), pte({ addr: 0x40_1000 })], frames: [frame()] }),
    ],
  },
});
