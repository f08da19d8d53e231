import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The goroutine has to grow it again soon. */
export const shrunkAtHalfUse = defineMutant({
  id: 'go-stacks/shrunk-at-half-use',
  story: 'a stack is shrunk where less than half of it is used',
  sources: [go119('stack.go', 'shrinkstack: used >= avail/4')],
  patch: {
    file: 'models/runtime/stacks.ts',
    find: 'if (used >= stack.size / 4) return;',
    replace: 'if (used >= stack.size / 2) return;',
  },
  caughtBy: ['stacks/stack-shrinks-when-allowed'],
  withinRuns: 60,
  shortest: { lines: ['call 129', 'call 249', 'call 249', 'call 249', 'call 0'] },
});
