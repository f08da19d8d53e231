import { hex } from '../../../src/base/units.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { cutSpans } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_CACHE_SIZE } from '../../views/runtime.ts';

export const stackSpanDivided = defineInvariant({
  id: 'stacks/stack-span-divided',
  holds: 'the stacks of a span that are out and those that are free are all that it was cut into',
  because: 'a stack is lost, or is there twice',
  implies: ['runtime/stack-spans-counted'],
  sources: [go119('stack.go', 'stackpoolalloc, stackpoolfree: manualFreeList, allocCount')],
  when: 'quiescent',
  cost: 'O(1)',
  every: cutSpans,
  check(span, { stacks }) {
    const { startAddr, elemsize, allocCount } = span;
    const free = stacks.freeOf(span).length;
    const stacksIn = STACK_CACHE_SIZE / elemsize;
    return expectEqual(`stacks out of and in ${hex(startAddr)}`, stacksIn, allocCount + free);
  },
  examples: {
    holds: [stacksView()],
    violates: [
      stacksView(({ free }) => {
        free.pop();
      }),
      stacksView(({ span }) => {
        span.allocCount += 1;
      }),
      stacksView(({ span }) => {
        span.elemsize *= 2;
      }),
    ],
  },
});
