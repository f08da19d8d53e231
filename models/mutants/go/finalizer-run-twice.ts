import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The same finalizer runs for ever, and those behind it never. */
export const finalizerRunTwice = defineMutant({
  id: 'go/finalizer-run-twice',
  story: 'an object stays in the batch of finalizers that are run, and is handed out again',
  sources: [go119('mfinal.go', 'runfinq')],
  patch: {
    file: 'models/go/specials.ts',
    find: 'const object = running.pop();',
    replace: 'const object = running.at(-1);',
  },
  caughtBy: [
    'gc/finalizer-of-unreachable-block',
    'go/marks-between-must-and-may',
    'go/pages-free-when-all-is-collected',
  ],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 1 noscan', 'finalizer a'] },
});
