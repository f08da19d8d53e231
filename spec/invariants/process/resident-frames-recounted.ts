import { frame, processView, pte } from '../../fixtures/process.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { residentCounter } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

export const residentFramesRecounted = defineInvariant({
  id: 'process/resident-frames-recounted',
  holds:
    'the resident set counts each frame that a translation leads to once, and that of zeroes never',
  because: 'limits and measurements of memory rest on it',
  sources: [source('Linux include/linux/mm.h, get_mm_rss'), source('man 5 proc: VmRSS')],
  when: 'always',
  cost: 'O(1) after a walk of the tables',
  every: residentCounter,
  check: ({ kept, counted }) => expectEqual('resident frames', counted, kept),
  examples: {
    holds: [
      processView({ ptes: [pte()], frames: [frame()] }),
      processView({
        ptes: [pte(), pte({ addr: 0x40_1000 })],
        frames: [frame({ kind: 'file', mappers: 2 })],
      }),
    ],
    violates: [
      processView({ ptes: [pte()], frames: [frame()], residentFrames: 0 }),
      processView({
        ptes: [pte({ frame: 0 })],
        frames: [frame({ frame: 0, kind: 'zero' })],
        residentFrames: 1,
      }),
    ],
  },
});
