import { hex } from '../../../src/base/units.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { stackLists } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_MIN } from '../../views/runtime.ts';

export const stackListsHoldRoom = defineInvariant({
  id: 'stacks/stack-lists-hold-room',
  holds: 'the list of an order has just the spans of its stacks that have a free one, each once',
  because: 'a stack is sought in a full span, or new spans are made while old ones have room',
  sources: [go119('stack.go', 'stackpoolalloc: list.remove, stackpoolfree: span.insert')],
  when: 'quiescent',
  cost: 'O(spans)',
  every: stackLists,
  check({ order, spans }, { stacks }) {
    const isOne = (span: (typeof spans)[number]): boolean =>
      span.elemsize === STACK_MIN << order && stacks.freeOf(span).length > 0;
    const wanted = stacks.spans.filter(isOne).map(({ startAddr }) => startAddr);
    const listed = spans.map(({ startAddr }) => startAddr);
    const isSame = listed.length === wanted.length && wanted.every((at) => listed.includes(at));
    if (isSame) return undefined;
    return {
      at: `list of order ${order}`,
      expected: `spans ${wanted.map(hex).join(', ') || 'none'}`,
      actual: `spans ${listed.map(hex).join(', ') || 'none'}`,
    };
  },
  examples: {
    holds: [
      stacksView(),
      stacksView(({ stacks, free }) => {
        free.length = 0;
        stacks.lists[0]!.length = 0;
      }),
    ],
    violates: [
      stacksView(({ free }) => {
        free.length = 0;
      }),
      stacksView(({ stacks }) => {
        stacks.lists[0]!.length = 0;
      }),
      stacksView(({ stacks, span }) => {
        stacks.lists[0]!.push(span);
      }),
      stacksView(({ stacks, span }) => {
        stacks.lists[1]!.push(span);
      }),
    ],
  },
});
