import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The system writes to where the stack was. */
export const shrunkInTheSystem = defineMutant({
  id: 'go-stacks/shrunk-in-the-system',
  story: 'a stack is shrunk while its goroutine is in the system',
  sources: [go119('stack.go', 'isShrinkStackSafe: syscallsp')],
  patch: {
    file: 'models/runtime/stacks.ts',
    find: "if (isSafe) this.#shrinkstack(g, 'scan');",
    replace: "if (isSafe || !isSafe) this.#shrinkstack(g, 'scan');",
  },
  caughtBy: ['stacks/stack-shrinks-when-allowed'],
  withinRuns: 70,
  shortest: { lines: ['call 1081', 'return', 'syscall'] },
});
