import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A function that does not look for room writes over what lies below. */
export const guardIgnored = defineMutant({
  id: 'go-stacks/guard-ignored',
  story: 'a frame is pushed as long as it fits into the stack, down to its last byte',
  sources: [go119('stack.go', '_StackGuard')],
  patch: {
    file: 'models/runtime/stacks.ts',
    find: 'const guard = lo + STACK_GUARD;',
    replace: 'const guard = lo + STACK_SMALL;',
  },
  caughtBy: ['stacks/frames-fit-their-stack'],
  withinRuns: 50,
  shortest: { lines: ['call 1089'] },
});
