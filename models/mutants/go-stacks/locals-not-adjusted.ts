import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** They point into a stack that is free, and soon to somebody else. */
export const localsNotAdjusted = defineMutant({
  id: 'go-stacks/locals-not-adjusted',
  story: 'a stack is copied without moving the pointers of its locals',
  sources: [go119('stack.go', 'adjustframe: adjustpointers')],
  patch: {
    file: 'models/runtime/stacks.ts',
    find: 'stack.eachPointer((at) => this.#adjustpointer(at, old));',
    replace: '',
  },
  caughtBy: ['stacks/copy-moves-stack-pointers', 'stacks/frame-pointers-into-own-stack'],
  withinRuns: 50,
  shortest: { lines: ['addrof 0', 'call 1081'] },
});
