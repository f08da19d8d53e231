import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { stackSpans } from '../../quantifiers/runtime.ts';
import { go119 } from '../../sources.ts';
import { NOBODY, STACK_MIN } from '../../views/runtime.ts';

const counted = (allocCount: number): FixtureView =>
  altered(goView(), ({ runtime }) => {
    const it = span({ npages: 4 });
    it.allocCount = allocCount;
    it.limit = it.startAddr + 4 * 8192;
    runtime.stackSpans.push(it);
    runtime.gs.push({ id: 1, status: 'runnable', m: NOBODY, stack: HEAP_BASE });
  });

const keepingOne = altered(counted(2), ({ runtime }) => {
  runtime.idleStacks.push(HEAP_BASE + STACK_MIN);
});

export const stackSpansCounted = defineInvariant({
  id: 'runtime/stack-spans-counted',
  holds:
    'allocCount of a span of stacks is the number of its stacks that are out: of goroutines, or kept at hand for others',
  because: 'the span goes back to the page heap under a stack, or never does',
  sources: [go119('stack.go', 'stackpoolalloc, stackpoolfree')],
  when: 'quiescent',
  cost: 'O(goroutines)',
  every: stackSpans,
  check({ startAddr, limit, allocCount }, { runtime }) {
    const out = [...runtime.gs.map(({ stack }) => stack), ...runtime.idleStacks];
    const inside = out.filter((stack) => startAddr <= stack && stack < limit);
    return expectEqual(`allocCount of ${hex(startAddr)}`, inside.length, allocCount);
  },
  examples: {
    holds: [goView(), counted(1), keepingOne],
    violates: [counted(0), counted(2)],
  },
});
