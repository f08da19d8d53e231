import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The finalizer finds its object pointing to free memory. */
export const finalizerReferentsNoRoots = defineMutant({
  id: 'go/finalizer-referents-no-roots',
  story: 'what an object with a finalizer points to is no root',
  sources: [
    goIssue(15903, 'objects of one word with a finalizer were scanned as if they had no pointers'),
    go119('mgcmark.go', 'markrootSpans'),
  ],
  patch: {
    file: 'models/go/mark-roots.ts',
    find: 'if ((span.spanclass & 1) === 1) return;',
    replace: 'return;',
  },
  caughtBy: [
    'gc/finalizer-of-unreachable-block',
    'go/limiter-follows-phase',
    'go/live-blocks-hold-allocated-slots',
    'go/live-blocks-survive-cycles',
    'go/marks-between-must-and-may',
  ],
  withinRuns: 170,
  shortest: { lines: ['a = malloc 8', 'b = malloc 16 noscan', 'a[0] -> b', 'finalizer a'] },
});
