import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const oneObjectIsEnough = defineMutant({
  id: 'tcmalloc/one-object-is-enough',
  story: 'a span is as short as an object, however many are moved at once',
  sources: [tcmalloc('common.cc', 'SizeMap::Init: my_objects_per_span < blocks_to_move / 4')],
  patch: {
    file: 'models/tcmalloc/size-map.ts',
    find: 'Math.floor(this.batchOf(size) / 4)',
    replace: '0 * this.batchOf(size)',
  },
  caughtBy: ['tcmalloc/class-objects-per-span'],
  withinRuns: 60,
  shortest: { lines: [] },
});
