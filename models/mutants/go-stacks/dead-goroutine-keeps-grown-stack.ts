import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A crowd that recursed once keeps its memory, and no goroutine uses it. */
export const deadGoroutineKeepsGrownStack = defineMutant({
  id: 'go-stacks/dead-goroutine-keeps-grown-stack',
  story:
    'the stack of a dead goroutine is kept as one of the size to start with, when it has grown too',
  sources: [go119('proc.go', 'gfput: startingStackSize')],
  patch: [
    {
      file: 'models/runtime/stacks.ts',
      find: 'const isStandard = size === this.startingSize;',
      replace: 'const isStandard = size >= this.startingSize;',
    },
    {
      file: 'models/runtime/stacks.ts',
      find: 'this.gfree.put(this.#heap.p, { lo: isStandard ? lo : 0, size });',
      replace:
        'this.gfree.put(this.#heap.p, { lo: isStandard ? lo : 0, size: this.startingSize });',
    },
  ],
  caughtBy: ['stacks/dead-goroutine-leaves-starting-stack', 'stacks/kept-stack-of-its-size'],
  withinRuns: 70,
  shortest: { lines: ['call 1081', 'goexit'] },
});
