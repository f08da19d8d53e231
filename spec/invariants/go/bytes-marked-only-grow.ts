import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { markedBytesSteps } from '../../quantifiers/collector-steps.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK, GC_OFF } from '../../views/go.ts';

const withBytes = (gcphase: number, ...bytes: readonly number[]): FixtureView =>
  altered(goView({ gcphase }), ({ go }) => {
    for (const bytesMarked of bytes) {
      go.collector.gcws.push({
        wbuf1: undefined,
        wbuf2: undefined,
        flushedWork: false,
        bytesMarked,
      });
    }
  });

export const bytesMarkedOnlyGrow = defineInvariant({
  id: 'go/bytes-marked-only-grow',
  holds: 'while a cycle marks, the bytes that its processors marked only grow',
  because:
    'heapLive begins anew with their sum: what is forgotten of it is live all the same, and the next cycle starts too late',
  sources: [
    go119('mgcwork.go', '(*gcWork).dispose: bytesMarked'),
    go119('mgcpacer.go', 'resetLive'),
  ],
  when: 'always',
  cost: 'O(processors)',
  every: markedBytesSteps,
  check: ({ before, after }) =>
    after >= before
      ? undefined
      : { at: 'bytes marked', expected: `${before} or more`, actual: String(after) },
  examples: {
    holds: [
      goView(),
      withBytes(GC_MARK, 64, 16).after(withBytes(GC_MARK, 32, 48)),
      withBytes(GC_OFF, 0).after(withBytes(GC_MARK, 64)),
    ],
    violates: [withBytes(GC_MARK, 64, 0).after(withBytes(GC_MARK, 64, 16))],
  },
});
