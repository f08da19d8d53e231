import { derived, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A work buffer or a barrier may still hold a pointer to it. */
export const largeBlockFreedWhileMarking = defineMutant({
  id: 'go/large-block-freed-while-marking',
  story:
    'the span of a large block that is freed explicitly goes back at once, while a cycle marks too',
  sources: [
    goIssue(11267, 'a span was freed and reused while marking looked pointers up in it'),
    derived('explicit free, which Go 1.19 does not have'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'if (gcphase !== GC_OFF || !heap.centralOf(span.spanclass).fullSwept(sweepgen).remove(span)) {',
    replace: 'if (!heap.centralOf(span.spanclass).fullSwept(sweepgen).remove(span)) {',
  },
  caughtBy: ['go/spans-freed-between-cycles'],
  withinRuns: 50,
  shortest: {
    lines: ['a = malloc 1990657 noscan', 'b = realloc a 1'],
    heap: 'gogc=50',
    seed: 9,
  },
});
