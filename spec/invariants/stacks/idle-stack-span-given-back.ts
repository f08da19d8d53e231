import { hex } from '../../../src/base/units.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { idleStackSpans } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';

export const idleStackSpanGivenBack = defineInvariant({
  id: 'stacks/idle-stack-span-given-back',
  holds: 'while no cycle marks, a span of stacks has a stack that is out',
  because:
    'memory of stacks is lost to the heap: the end of a cycle is the last time that anybody looks',
  sources: [go119('stack.go', 'stackpoolfree: gcphase, freeStackSpans')],
  when: 'quiescent',
  cost: 'O(1)',
  every: idleStackSpans,
  check(span, { stacks }) {
    const isLarge = stacks.large.some((list) => list.includes(span));
    if (!isLarge && span.allocCount > 0) return undefined;
    return {
      at: `span of stacks at ${hex(span.startAddr)}`,
      expected: 'a stack that is out',
      actual: isLarge ? 'a free large stack' : '0 stacks out',
    };
  },
  examples: {
    holds: [
      stacksView(),
      stacksView(({ span, go }) => {
        span.allocCount = 0;
        go.gcphase = GC_MARK;
      }),
    ],
    violates: [
      stacksView(({ span }) => {
        span.allocCount = 0;
      }),
      stacksView(({ stacks, span }) => {
        stacks.spans.length = 0;
        stacks.large[2]!.push(span);
      }),
    ],
  },
});
