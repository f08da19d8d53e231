import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const releaseDelayUnbounded = defineMutant({
  id: 'tcmalloc/release-delay-unbounded',
  story: 'after much was given back nothing is for as long as that was much',
  sources: [tcmalloc('page_heap.cc', 'kMaxReleaseDelay')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'Math.min(releaseDelayMaxPages, (1000 / this.releaseRate) * released)',
    replace: '(1000 / this.releaseRate) * released',
  },
  caughtBy: ['tcmalloc/release-delay-bounds', 'tcmalloc/release-delay-set'],
  withinRuns: 60,
  shortest: {
    lines: ['a = malloc 1'],
    heap: 'geometry=tiny',
  },
});
