import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { goroutines } from '../../quantifiers/runtime.ts';
import { go119 } from '../../sources.ts';
import { SPAN_DEAD, SPAN_IN_USE, SPAN_MANUAL } from '../../views/go.ts';
import { NOBODY, STACK_MIN } from '../../views/runtime.ts';

/** A heap with a span of stacks, and a goroutine whose stack is at `stack`. */
const withStack = (
  stack: number,
  state = SPAN_MANUAL,
  others: readonly number[] = [],
): FixtureView =>
  altered(goView(), ({ runtime, go }) => {
    const it = span({ state: SPAN_DEAD, npages: 4 });
    it.state = state;
    it.limit = it.startAddr + 4 * 8192;
    go.arenas[0]!.spans.fill(it, 0, 4);
    for (const at of [stack, ...others]) {
      runtime.gs.push({ id: runtime.gs.length, status: 'dead', m: NOBODY, stack: at });
    }
  });

export const stacksInManualSpans = defineInvariant({
  id: 'runtime/stacks-in-manual-spans',
  holds: 'the stack of a goroutine lies in a manual span, and is that of no other',
  because: 'its frames are overwritten by another goroutine, or by objects of the heap',
  sources: [go119('stack.go', 'stackalloc'), go119('mheap.go', 'mSpanManual')],
  when: 'quiescent',
  cost: 'O(goroutines)',
  every: goroutines,
  check({ id, stack }, { runtime, go }) {
    if (stack === 0) return undefined;
    const it = go.spanOf(stack);
    const isIn =
      it?.state === SPAN_MANUAL && it.startAddr <= stack && stack + STACK_MIN <= it.limit;
    const other = runtime.gs.find((g) => g.id < id && g.stack === stack);
    if (isIn && other === undefined) return undefined;
    return {
      at: `stack ${hex(stack)} of goroutine ${id}`,
      expected: 'in a manual span, its own',
      actual:
        other === undefined
          ? `in a span of state ${it?.state ?? 'none'}`
          : `that of goroutine ${other.id} too`,
    };
  },
  examples: {
    holds: [
      goView(),
      withStack(HEAP_BASE),
      withStack(HEAP_BASE, SPAN_MANUAL, [HEAP_BASE + STACK_MIN]),
    ],
    violates: [withStack(HEAP_BASE, SPAN_IN_USE), withStack(HEAP_BASE, SPAN_MANUAL, [HEAP_BASE])],
  },
});
