import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Memory of stacks is lost to the heap until the next cycle. */
export const emptySpanKept = defineMutant({
  id: 'go-stacks/empty-span-kept',
  story: 'a span of stacks that comes empty is kept, while no cycle marks too',
  sources: [go119('stack.go', 'stackpoolfree: gcphase')],
  patch: {
    file: 'models/runtime/stack-pool.ts',
    find: 'const isKept = this.#heap.gcphase !== GC_OFF;',
    replace: 'const isKept = this.#heap.gcphase >= GC_OFF;',
  },
  caughtBy: ['stacks/idle-stack-span-given-back'],
  withinRuns: 60,
  shortest: { lines: ['call 3009', 'return'] },
});
