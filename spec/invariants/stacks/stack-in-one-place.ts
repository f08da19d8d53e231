import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE } from '../../fixtures/go.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { allStacks } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_MIN } from '../../views/runtime.ts';

export const stackInOnePlace = defineInvariant({
  id: 'stacks/stack-in-one-place',
  holds:
    'a stack is in one place: with a goroutine, in a cache, kept for a goroutine that is to come, or free in the pool',
  because: 'two goroutines get it, and each writes over the frames of the other',
  implies: [
    'runtime/stack-spans-counted',
    'runtime/stacks-in-manual-spans',
    'stacks/stack-span-divided',
  ],
  sources: [go119('stack.go', 'stackalloc, stackfree'), go119('proc.go', 'gfput, gfget')],
  when: 'quiescent',
  cost: 'O(1), and once O(stacks log stacks)',
  every: allStacks,
  check({ lo, size, where, next }) {
    if (next === undefined || lo + size <= next.lo) return undefined;
    return {
      at: `stack ${hex(lo)} of ${size} bytes`,
      expected: `in one place`,
      actual: `with ${where}, and from ${hex(next.lo)} on with ${next.where}`,
    };
  },
  examples: {
    holds: [stacksView()],
    violates: [
      stacksView(({ free }) => {
        free.push(HEAP_BASE);
      }),
      stacksView(({ stacks }) => {
        stacks.kept[0]!.push({ lo: HEAP_BASE + STACK_MIN, size: STACK_MIN });
      }),
      stacksView(({ stacks }) => {
        stacks.goroutines[0]!.hi += 8;
      }),
    ],
  },
});
