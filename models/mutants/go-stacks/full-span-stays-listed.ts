import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The pool looks for a free stack where there is none. */
export const fullSpanStaysListed = defineMutant({
  id: 'go-stacks/full-span-stays-listed',
  story: 'a span whose last free stack is taken stays on the list of its order',
  sources: [go119('stack.go', 'stackpoolalloc: list.remove')],
  patch: {
    file: 'models/runtime/stack-pool.ts',
    find: 'if (free.length === 0) list.shift();',
    replace: 'if (free.length === 0) list.push(list.shift() as MSpan);',
  },
  caughtBy: ['stacks/stack-lists-hold-room'],
  withinRuns: 70,
  shortest: { lines: ['go', 'go', 'go', 'go', 'go', 'go'], heap: 'procs=3' },
});
