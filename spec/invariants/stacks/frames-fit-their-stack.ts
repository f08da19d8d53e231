import { hex } from '../../../src/base/units.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { callStacks } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { WORD_BYTES } from '../../views/go.ts';
import { LINKAGE_WORDS, STACK_LIMIT } from '../../views/stacks.ts';

/** A second frame with so many words of locals. */
const called = (locals: number, moved = locals + LINKAGE_WORDS): ReturnType<typeof stacksView> =>
  stacksView(({ stacks }) => {
    const [stack] = stacks.goroutines;
    stack!.frames.push({ locals, map: new Uint8Array(locals) });
    stack!.sp -= moved * WORD_BYTES;
  });

export const framesFitTheirStack = defineInvariant({
  id: 'stacks/frames-fit-their-stack',
  holds:
    'the frames of a goroutine fill its stack from the top down to sp, with 800 bytes left below',
  because: 'a function that does not look for room writes over what lies below the stack',
  sources: [go119('stack.go', '_StackLimit'), go119('traceback.go', 'gentraceback')],
  when: 'quiescent',
  cost: 'O(frames)',
  every: callStacks,
  check({ g, stack: { lo, hi, sp, frames } }) {
    let words = 0;
    for (const { locals } of frames) words += locals + LINKAGE_WORDS;
    const end = hi - words * WORD_BYTES;
    if (sp === end && sp >= lo + STACK_LIMIT) return undefined;
    return {
      at: `sp of goroutine ${g}`,
      expected: `${hex(end)}, at least ${hex(lo + STACK_LIMIT)}`,
      actual: hex(sp),
    };
  },
  examples: {
    holds: [stacksView(), called((2048 - 32 - 16 - STACK_LIMIT) / WORD_BYTES)],
    violates: [
      called((2048 - 32 - 16 - STACK_LIMIT) / WORD_BYTES + 1),
      called(4, 4),
      stacksView(({ stacks }) => {
        stacks.goroutines[0]!.frames.pop();
      }),
    ],
  },
});
