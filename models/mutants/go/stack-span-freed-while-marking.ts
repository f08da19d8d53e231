import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A pointer into it is resolved to the span that came after. */
export const stackSpanFreedWhileMarking = defineMutant({
  id: 'go/stack-span-freed-while-marking',
  story: 'a span of stacks goes back as soon as it is empty, while a cycle marks too',
  sources: [go119('stack.go', 'stackpoolfree: gcphase')],
  patch: {
    file: 'models/runtime/stack-pool.ts',
    find: 'if (span.allocCount === 0 && this.#heap.gcphase === GC_OFF) this.#release(span);',
    replace: 'if (span.allocCount === 0) this.#release(span);',
  },
  caughtBy: ['go/manual-spans-freed-between-cycles'],
  withinRuns: 2000,
});
