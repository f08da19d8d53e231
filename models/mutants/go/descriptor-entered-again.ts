import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Every walk over all spans then counts its span twice. */
export const descriptorEnteredAgain = defineMutant({
  id: 'go/descriptor-entered-again',
  story: 'a descriptor that is used again is entered in allspans again',
  sources: [go119('mheap.go', 'recordspan')],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'const span = this.#spareSpans.pop() ?? this.#newDescriptor();',
    replace: `const spare = this.#spareSpans.pop();
    if (spare !== undefined) this.allspans.push(spare);
    const span = spare ?? this.#newDescriptor();`,
  },
  caughtBy: [
    'go/descriptors-entered-once',
    'go/heap-in-use-counted',
    'go/pages-in-use-counted',
    'go/sweep-line-reaches-trigger',
  ],
  withinRuns: 30,
  shortest: { lines: ['freeOSMemory'] },
});
