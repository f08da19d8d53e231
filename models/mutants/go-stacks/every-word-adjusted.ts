import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A number that happens to look like an address of the stack is changed. */
export const everyWordAdjusted = defineMutant({
  id: 'go-stacks/every-word-adjusted',
  story: 'a copy moves dead locals too, where they look like pointers into the stack',
  sources: [go119('stack.go', 'adjustpointers: bv.ptrbit'), go119('symtab.go', 'stackmapdata')],
  patch: {
    file: 'models/runtime/stacks.ts',
    find: 'stack.eachPointer((at) => this.#adjustpointer(at, old));',
    replace:
      'for (let at = stack.sp; at < stack.hi; at += WORD_BYTES) this.#adjustpointer(at, old);',
  },
  caughtBy: ['stacks/copy-moves-stack-pointers'],
  withinRuns: 120,
  shortest: { lines: ['call 15297', 'addrof 0', 'return', 'call 19993', 'call 11785'] },
});
