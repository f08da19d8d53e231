import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { deadStacks } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_MIN } from '../../views/runtime.ts';

const left = (size: number, startingSize = STACK_MIN): ReturnType<typeof stacksView> =>
  stacksView(({ stacks: { log } }) => {
    log.left.push({ g: 1, size, startingSize });
  });

export const deadGoroutineLeavesStartingStack = defineInvariant({
  id: 'stacks/dead-goroutine-leaves-starting-stack',
  holds:
    'the stack of a dead goroutine is kept only where it has the size that goroutines start with',
  because:
    'stacks that grew once are never given back, and new goroutines hold memory that they do not use',
  sources: [go119('proc.go', 'gfput: startingStackSize')],
  when: 'always',
  cost: 'O(1)',
  every: deadStacks,
  check({ g, size, startingSize }) {
    return expectEqual(`bytes of the stack that goroutine ${g} left`, startingSize, size);
  },
  examples: {
    holds: [stacksView(), left(STACK_MIN), left(4 * STACK_MIN, 4 * STACK_MIN)],
    violates: [left(2 * STACK_MIN), left(STACK_MIN, 2 * STACK_MIN)],
  },
});
