import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE } from '../../fixtures/go.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { goroutineStacks } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_MIN } from '../../views/runtime.ts';
import { linkagesOf, wordAt } from '../../views/stack-log.ts';

const HI = HEAP_BASE + STACK_MIN;

/** A second frame without locals, which says that its caller's frame pointer is at `caller`. */
const called = (caller: number): ReturnType<typeof stacksView> =>
  stacksView(({ stacks, poke }) => {
    const [stack] = stacks.goroutines;
    stack!.frames.push({ locals: 0, map: new Uint8Array(0) });
    stack!.sp -= 16;
    poke(stack!.sp, caller);
  });

export const frameChainUnbroken = defineInvariant({
  id: 'stacks/frame-chain-unbroken',
  holds: 'each frame keeps where the frame pointer of its caller is, and the outermost nil',
  because: 'a function returns with the frame pointer of a stack that is gone',
  sources: [go119('stack.go', 'adjustframe: saved base pointer, debugCheckBP')],
  when: 'quiescent',
  cost: 'O(frames)',
  every: goroutineStacks,
  check({ g, stack }, { go }) {
    const linkages = linkagesOf(stack);
    for (const [i, at] of linkages.entries()) {
      const caller = linkages[i + 1] ?? 0;
      const kept = wordAt(go.memory, at);
      if (kept === caller) continue;
      return {
        at: `frame pointer at ${hex(at)} of goroutine ${g}`,
        expected: hex(caller),
        actual: hex(kept),
      };
    }
    return undefined;
  },
  examples: {
    holds: [stacksView(), called(HI - 16)],
    violates: [called(0), called(HI - 8), stacksView(({ poke }) => poke(HI - 16, HI))],
  },
});
