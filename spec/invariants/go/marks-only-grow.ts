import { hex } from '../../../src/base/units.ts';
import { SWEPT, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { markSteps } from '../../quantifiers/collector-steps.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';

/** Slots that are marked before and after a command, perhaps of another cycle. */
const marked = (
  before: readonly number[],
  after: readonly number[],
  sweepgen = SWEPT,
): FixtureView =>
  goView({ gcphase: GC_MARK, sweepgen, spans: [span({ freeindex: 4, marked: after })] }).after(
    goView({ gcphase: GC_MARK, spans: [span({ freeindex: 4, marked: before })] }),
  );

export const marksOnlyGrow = defineInvariant({
  id: 'go/marks-only-grow',
  holds: 'while a cycle marks, a mark bit that is set stays set',
  because:
    'an object that is marked is scanned once: when it is marked again nobody looks at it, and when it is not it is swept',
  sources: [go119('mgcmark.go', 'greyobject'), go119('mbitmap.go', 'markBits.setMarked')],
  when: 'always',
  cost: 'O(slots / 32)',
  every: markSteps,
  check({ span: { startAddr, gcmarkBits }, seen }) {
    const w = seen.findIndex((word, i) => (word & ~(gcmarkBits[i] as number)) !== 0);
    if (w < 0) return undefined;
    const bits = (word: number): string => (word >>> 0).toString(16);
    return {
      at: `marks ${w * 32} to ${w * 32 + 31} of ${hex(startAddr)}`,
      expected: `at least ${bits(seen[w] as number)}`,
      actual: bits(gcmarkBits[w] as number),
    };
  },
  examples: {
    holds: [goView(), marked([0], [0]), marked([0], [0, 1]), marked([0], [], SWEPT + 2)],
    violates: [marked([0, 1], [0]), marked([3], [])],
  },
});
