import { bounds, stackCopied, stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { grownStacks } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import type { StackCopy } from '../../views/stack-log.ts';
import { STACK_GUARD } from '../../views/stacks.ts';

const grown = (copy: Partial<StackCopy>): ReturnType<typeof stackCopied> =>
  stackCopied({ from: bounds(2048), to: bounds(4096), used: 64, why: { needed: 800 }, ...copy });

export const stackGrowsAsNeeded = defineInvariant({
  id: 'stacks/stack-grows-as-needed',
  holds:
    'a stack that has no room for a frame becomes twice as large, or the next power of two in which the frame fits above the guard',
  because:
    'a growing stack is copied too often, takes memory that nobody asked for, or is too small still',
  sources: [go119('stack.go', 'newstack: newsize')],
  when: 'always',
  cost: 'O(1)',
  every: grownStacks,
  check({ g, from, to, used, needed }) {
    const was = from.hi - from.lo;
    let size = was * 2;
    while (size - used - needed < STACK_GUARD) size *= 2;
    const is = to.hi - to.lo;
    if (is === size) return undefined;
    return {
      at: `stack of goroutine ${g}, for a frame of ${needed} bytes`,
      expected: `${size} bytes`,
      actual: `${is} bytes`,
    };
  },
  examples: {
    holds: [
      stacksView(),
      grown({}),
      grown({ why: { needed: 4096 - 64 - STACK_GUARD } }),
      grown({ why: { needed: 4096 - 64 - STACK_GUARD + 8 }, to: bounds(8192) }),
      stackCopied({ why: 'scan' }),
    ],
    violates: [
      grown({ to: bounds(2048) }),
      grown({ to: bounds(8192) }),
      grown({ why: { needed: 4096 } }),
    ],
  },
});
