import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const tailOfAQuarter = defineMutant({
  id: 'tcmalloc/tail-of-a-quarter',
  story: 'a quarter of a span may be left at its end',
  sources: [tcmalloc('common.cc', 'SizeMap::Init: waste of 12.5 %')],
  patch: {
    file: 'models/tcmalloc/size-map.ts',
    find: '> (pages * pageBytes) / 8',
    replace: '> (pages * pageBytes) / 4',
  },
  caughtBy: ['tcmalloc/class-tail-waste'],
  withinRuns: 60,
  shortest: {
    lines: [],
    heap: 'geometry=page64k',
  },
});
