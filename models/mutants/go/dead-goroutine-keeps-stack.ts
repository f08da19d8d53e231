import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Another goroutine gets the same stack. */
export const deadGoroutineKeepsStack = defineMutant({
  id: 'go/dead-goroutine-keeps-stack',
  story: 'a goroutine that is over gives its stack back, and keeps it',
  sources: [go119('proc.go', 'gfput'), go119('stack.go', 'stackfree')],
  patch: { file: 'models/runtime/runtime.ts', find: '    g.stack = 0;', replace: '' },
  caughtBy: ['runtime/stack-spans-counted', 'runtime/stacks-in-manual-spans'],
  withinRuns: 160,
  shortest: {
    lines: ['goexit', 'goexit'],
    seed: 2,
  },
});
