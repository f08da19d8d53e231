import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A traceback by frame pointers goes on in a stack that is gone. */
export const framePointersNotAdjusted = defineMutant({
  id: 'go-stacks/frame-pointers-not-adjusted',
  story: 'a stack is copied without moving its chain of frame pointers',
  sources: [go119('stack.go', 'adjustframe: saved base pointer')],
  patch: {
    file: 'models/runtime/stacks.ts',
    find: 'for (let frame = 0; frame < stack.frames.length; frame += 1) {',
    replace: 'for (let frame = 0; frame < 0; frame += 1) {',
  },
  caughtBy: ['stacks/copy-moves-stack-pointers', 'stacks/frame-chain-unbroken'],
  withinRuns: 50,
  shortest: { lines: ['call 81', 'call 977'] },
});
