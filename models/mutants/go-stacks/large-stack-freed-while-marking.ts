import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A pointer to it that is being resolved finds the span of somebody else. */
export const largeStackFreedWhileMarking = defineMutant({
  id: 'go-stacks/large-stack-freed-while-marking',
  story: 'a large stack goes back to the page heap at once, while a cycle marks too',
  sources: [go119('stack.go', 'stackfree: gcphase')],
  patch: {
    file: 'models/runtime/stack-pool.ts',
    find: 'if (this.#heap.gcphase === GC_OFF) {',
    replace: 'if (this.#heap.gcphase >= GC_OFF) {',
  },
  caughtBy: ['go/manual-spans-freed-between-cycles'],
  withinRuns: 60,
  shortest: { lines: ['call 15297', 'return'] },
});
