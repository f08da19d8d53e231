import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A pointer into it is resolved to the span that came after. */
export const stackSpanFreedWhileMarking = defineMutant({
  id: 'go/stack-span-freed-while-marking',
  story: 'a span of stacks goes back as soon as it is empty, while a cycle marks too',
  sources: [go119('stack.go', 'stackpoolfree: gcphase')],
  patch: {
    file: 'models/runtime/stack-pool.ts',
    find: 'const isKept = this.#heap.gcphase !== GC_OFF;',
    replace: 'const isKept = false;',
  },
  caughtBy: ['go/manual-spans-freed-between-cycles'],
  withinRuns: 2000,
  shortest: { lines: ['gcStart', 'goexit', 'goexit'] },
});
