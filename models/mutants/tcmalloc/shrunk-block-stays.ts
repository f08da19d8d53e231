import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const shrunkBlockStays = defineMutant({
  id: 'tcmalloc/shrunk-block-stays',
  story: 'realloc leaves a block where it is as long as it needs half of it',
  sources: [
    source(
      'gperftools 868a588: a block that shrank kept its class, and a sized free put it on another list',
    ),
  ],
  patch: {
    file: 'models/tcmalloc/tcmalloc.ts',
    find: 'if (usable === usableBefore) {',
    replace: 'if (size <= usableBefore && size >= usableBefore / 2) {',
  },
  caughtBy: ['tcmalloc/blocks-of-class-of-size', 'tcmalloc/realloc-in-place-rule'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 9', 'b = realloc a 8'] },
});
