import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const firstStepOfSixteen = defineMutant({
  id: 'tcmalloc/first-step-of-sixteen',
  story:
    'sizes below 16 are sixteen apart like those above, so that later ones are odd multiples of 8',
  sources: [tcmalloc('common.cc', 'AlignmentForSize')],
  patch: {
    file: 'models/tcmalloc/size-map.ts',
    find: 'size >= minAlignment ? minAlignment : 8',
    replace: 'size >= 8 ? minAlignment : 8',
  },
  caughtBy: [
    'tcmalloc/class-aligned',
    'tcmalloc/class-natural-alignment',
    'tcmalloc/class-strictly-increasing',
    'tcmalloc/class-tight',
  ],
  withinRuns: 60,
  shortest: { lines: [] },
});
