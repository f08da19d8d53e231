import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The stack is filled from above: pointers come to lie far below what they meant. */
export const adjustedByLowerEnds = defineMutant({
  id: 'go-stacks/adjusted-by-lower-ends',
  story: 'pointers are moved by the distance of the lower ends of the two stacks',
  sources: [go119('stack.go', 'copystack: adjinfo.delta = new.hi - old.hi')],
  patch: {
    file: 'models/runtime/stacks.ts',
    find: 'this.#adjust(stack, { lo, hi, delta });',
    replace: 'this.#adjust(stack, { lo, hi, delta: to - lo });',
  },
  caughtBy: ['stacks/copy-moves-stack-pointers'],
  withinRuns: 50,
  shortest: { lines: ['call 81', 'call 977'] },
});
