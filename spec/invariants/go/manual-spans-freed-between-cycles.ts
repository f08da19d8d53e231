import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { freedManualSpans } from '../../quantifiers/runtime.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK, GC_OFF } from '../../views/go.ts';

const afterFreeing = (allocCount: number, gcphase: number): FixtureView =>
  altered(goView(), ({ goTouched }) => {
    goTouched.freedManualSpans.push({ startAddr: HEAP_BASE, allocCount, gcphase });
  });

export const manualSpansFreedBetweenCycles = defineInvariant({
  id: 'go/manual-spans-freed-between-cycles',
  holds: 'a manual span that goes back to the page heap is empty, and no cycle marks',
  because: 'a pointer to it that is just being resolved finds the span of somebody else',
  sources: [go119('mheap.go', '(*mheap).freeManual'), go119('stack.go', 'stackpoolfree')],
  when: 'always',
  cost: 'O(1)',
  every: freedManualSpans,
  check({ startAddr, allocCount, gcphase }) {
    if (allocCount === 0 && gcphase === GC_OFF) return undefined;
    return {
      at: hex(startAddr),
      expected: '0 stacks, phase 0',
      actual: `${allocCount} stacks, phase ${gcphase}`,
    };
  },
  examples: {
    holds: [goView(), afterFreeing(0, GC_OFF)],
    violates: [afterFreeing(1, GC_OFF), afterFreeing(0, GC_MARK)],
  },
});
