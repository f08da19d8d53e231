import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A goroutine that grows and shrinks takes more and more memory. */
export const oldStackNotFreed = defineMutant({
  id: 'go-stacks/old-stack-not-freed',
  story: 'the stack that was copied is not freed',
  sources: [go119('stack.go', 'copystack: stackfree(old)')],
  patch: {
    file: 'models/runtime/stacks.ts',
    find: '    this.#alloc.stackfree(lo, size);',
    replace: '',
  },
  caughtBy: ['runtime/stack-spans-counted'],
  withinRuns: 30,
  shortest: { lines: ['call 1081'] },
});
