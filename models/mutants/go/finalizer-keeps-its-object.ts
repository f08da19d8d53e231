import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Nothing that has a finalizer is ever found unreachable. */
export const finalizerKeepsItsObject = defineMutant({
  id: 'go/finalizer-keeps-its-object',
  story: 'an object with a finalizer is a root itself, and not what it points to',
  sources: [go119('mgcmark.go', 'markrootSpans')],
  patch: {
    file: 'models/go/mark-roots.ts',
    find: 'this.scanReferents(span, span.startAddr + offset, gcw);',
    replace: 'shade(this.#heap, span.startAddr + offset, gcw);',
  },
  caughtBy: ['gc/finalizer-of-unreachable-block', 'go/marks-between-must-and-may'],
  withinRuns: 100,
  shortest: {
    lines: ['a = malloc 16 noscan', 'finalizer a'],
    seed: 2,
  },
});
