import { derived } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicFreedSpanStaysInSet = defineMutant({
  id: 'go-classic/freed-span-stays-in-set',
  story: 'the span of a large object that is freed by name stays among the swept ones',
  sources: [derived('explicit free, which sweeping does not know')],
  patch: {
    file: 'models/classic/classic-heap.ts',
    find: 'removeFrom(heap.sweptSpans, span);',
    replace: 'void heap.sweptSpans;',
  },
  caughtBy: ['classic/in-use-span-to-be-swept-once'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 32769 noscan', 'free a', 'b = malloc 1 noscan'] },
});
