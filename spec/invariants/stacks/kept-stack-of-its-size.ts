import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE } from '../../fixtures/go.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { keptStacks } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_MIN } from '../../views/runtime.ts';

const kept = (lo: number, size: number): ReturnType<typeof stacksView> =>
  stacksView(({ stacks }) => {
    stacks.kept[1]!.push({ lo, size });
  });

export const keptStackOfItsSize = defineInvariant({
  id: 'stacks/kept-stack-of-its-size',
  holds: 'the stack that a dead goroutine left is as large as the span that it lies in says',
  because: 'the goroutine that takes it over uses the next stack too',
  sources: [go119('proc.go', 'gfput, gfget')],
  when: 'quiescent',
  cost: 'O(1)',
  every: keptStacks,
  check({ lo, size }, { go }) {
    return expectEqual(`bytes of the stack at ${hex(lo)}`, go.spanOf(lo)?.elemsize ?? 0, size);
  },
  examples: {
    holds: [stacksView(), kept(HEAP_BASE + STACK_MIN, STACK_MIN), kept(0, 2 * STACK_MIN)],
    violates: [kept(HEAP_BASE + STACK_MIN, 2 * STACK_MIN), kept(HEAP_BASE - 8192, STACK_MIN)],
  },
});
