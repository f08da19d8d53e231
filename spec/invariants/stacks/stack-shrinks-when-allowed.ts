import { bounds, stackCopied, stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { shrunkStacks } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_MIN } from '../../views/runtime.ts';
import type { StackCopy } from '../../views/stack-log.ts';
import { STACK_LIMIT } from '../../views/stacks.ts';

const shrunk = (copy: Partial<StackCopy>): ReturnType<typeof stackCopied> =>
  stackCopied({ why: 'scan', from: bounds(8192), to: bounds(4096), used: 64, ...copy });

export const stackShrinksWhenAllowed = defineInvariant({
  id: 'stacks/stack-shrinks-when-allowed',
  holds:
    'a stack that is made smaller is made half as large, not below 2 KiB, was used by less than a quarter, and its goroutine is not in the system',
  because: 'the goroutine has to grow it again at once, or the system writes to where it was',
  sources: [go119('stack.go', 'shrinkstack, isShrinkStackSafe')],
  when: 'always',
  cost: 'O(1)',
  every: shrunkStacks,
  check({ g, status, from, to, used }) {
    const [was, is] = [from.hi - from.lo, to.hi - to.lo];
    const isLittle = used + STACK_LIMIT < was / 4;
    if (is === was / 2 && is >= STACK_MIN && isLittle && status !== 'syscall') return undefined;
    return {
      at: `stack of goroutine ${g}`,
      expected: `half of ${was} bytes, with less than ${was / 4} used, not in the system`,
      actual: `${is} bytes, with ${used + STACK_LIMIT} used, ${status}`,
    };
  },
  examples: {
    holds: [stacksView(), stackCopied({}), shrunk({}), shrunk({ why: 'call' })],
    violates: [
      shrunk({ to: bounds(2048) }),
      shrunk({ from: bounds(2048), to: bounds(1024), used: 0 }),
      shrunk({ used: 2048 - STACK_LIMIT }),
      shrunk({ status: 'syscall' }),
    ],
  },
});
