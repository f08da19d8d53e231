import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE } from '../../fixtures/go.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { callStacks } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { SPAN_DEAD, SPAN_MANUAL } from '../../views/go.ts';
import { STACK_CACHE_SIZE, STACK_MIN } from '../../views/runtime.ts';

export const stackInSpanOfItsOrder = defineInvariant({
  id: 'stacks/stack-in-span-of-its-order',
  holds:
    'the stack of a goroutine is a power of two of bytes, from 2 KiB to the maximum, at a place of that size in a manual span of its order, or a span of its own',
  because: 'two stacks share bytes, or one is freed to a list of another size',
  implies: ['runtime/stack-spans-counted', 'runtime/stacks-in-manual-spans'],
  sources: [go119('stack.go', 'stackalloc'), go119('stack.go', 'newstack: maxstacksize')],
  when: 'quiescent',
  cost: 'O(1)',
  every: callStacks,
  check({ g, stack: { lo, hi } }, { go, stacks }) {
    const size = hi - lo;
    const it = go.spanOf(lo);
    const isSize = size >= STACK_MIN && size <= stacks.maximum && Number.isInteger(Math.log2(size));
    const isSpan = it?.state === SPAN_MANUAL && it.elemsize === size;
    const isPlaced = it !== undefined && (lo - it.startAddr) % size === 0 && hi <= it.limit;
    const isCut = it !== undefined && size < STACK_CACHE_SIZE === stacks.spans.includes(it);
    if (isSize && isSpan && isPlaced && isCut) return undefined;
    return {
      at: `stack ${hex(lo)}…${hex(hi)} of goroutine ${g}`,
      expected: `a power of two of bytes up to ${stacks.maximum}, in a span of stacks of ${size} bytes`,
      actual: `${size} bytes, in a span of state ${it?.state ?? 'none'} with stacks of ${it?.elemsize ?? 0} bytes`,
    };
  },
  examples: {
    holds: [
      stacksView(),
      stacksView(({ stacks }) => {
        Object.assign(stacks.goroutines[0]!, { lo: 0, hi: 0, sp: 0, frames: [] });
      }),
      stacksView(({ stacks, span }) => {
        Object.assign(span, { elemsize: STACK_CACHE_SIZE, limit: HEAP_BASE + STACK_CACHE_SIZE });
        stacks.spans.length = 0;
        stacks.goroutines[0]!.hi = HEAP_BASE + STACK_CACHE_SIZE;
      }),
    ],
    violates: [
      stacksView(({ span }) => {
        span.state = SPAN_DEAD;
      }),
      stacksView(({ span }) => {
        span.elemsize = 2 * STACK_MIN;
      }),
      stacksView(({ stacks }) => {
        stacks.goroutines[0]!.lo += 8;
      }),
      stacksView(({ stacks }) => {
        stacks.maximum = STACK_MIN - 1;
      }),
      stacksView(({ stacks }) => {
        stacks.spans.length = 0;
      }),
    ],
  },
});
