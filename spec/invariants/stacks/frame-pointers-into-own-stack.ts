import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE } from '../../fixtures/go.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { goroutineStacks } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { SPAN_IN_USE } from '../../views/go.ts';
import { STACK_MIN } from '../../views/runtime.ts';
import { localsOf, wordAt } from '../../views/stack-log.ts';

/** Where the fixture's pointer is. */
const LOCAL = HEAP_BASE + STACK_MIN - 32;

export const framePointersIntoOwnStack = defineInvariant({
  id: 'stacks/frame-pointers-into-own-stack',
  holds:
    'a local that the map of its frame calls a pointer leads to an object, or into the used part of its own stack',
  because: 'what it leads to belongs to another goroutine, or is free',
  sources: [go119('stack.go', 'adjustpointers'), go119('mgcmark.go', 'scanframeworker')],
  when: 'quiescent',
  cost: 'O(locals of the frames)',
  every: goroutineStacks,
  check({ g, stack }, { go }) {
    for (const at of localsOf(stack)) {
      const pointer = wordAt(go.memory, at);
      if (pointer === 0 || (stack.sp <= pointer && pointer < stack.hi)) continue;
      const it = go.spanOf(pointer);
      if (it?.state === SPAN_IN_USE && it.startAddr <= pointer && pointer < it.limit) continue;
      return {
        at: `local at ${hex(at)} of goroutine ${g}`,
        expected: `an object, or ${hex(stack.sp)}…${hex(stack.hi)}`,
        actual: hex(pointer),
      };
    }
    return undefined;
  },
  examples: {
    holds: [
      stacksView(),
      stacksView(({ poke }) => poke(LOCAL, 0)),
      stacksView(({ poke }) => poke(LOCAL + 8, HEAP_BASE + STACK_MIN)),
    ],
    violates: [
      stacksView(({ poke }) => poke(LOCAL, HEAP_BASE + STACK_MIN)),
      stacksView(({ poke }) => poke(LOCAL, LOCAL - 8)),
      stacksView(({ poke }) => poke(LOCAL, HEAP_BASE + 100 * STACK_MIN)),
    ],
  },
});
