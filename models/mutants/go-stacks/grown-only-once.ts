import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A function with a large frame writes over what lies below its stack. */
export const grownOnlyOnce = defineMutant({
  id: 'go-stacks/grown-only-once',
  story: 'a stack grows to twice its size, whatever the frame needs',
  sources: [go119('stack.go', 'newstack: newsize-used < needed')],
  patch: {
    file: 'models/runtime/stacks.ts',
    find: 'while (newsize - used - WORD_BYTES < needed) newsize *= 2;',
    replace: '',
  },
  caughtBy: ['stacks/stack-grows-as-needed', 'stacks/frames-fit-their-stack'],
  withinRuns: 60,
  shortest: { lines: ['call 3137'] },
});
