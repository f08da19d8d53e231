import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const askedOneByteShort = defineMutant({
  id: 'tcmalloc/asked-one-byte-short',
  story: 'the class of a size is looked up for one byte less',
  sources: [tcmalloc('common.h', 'SizeMap::GetSizeClass')],
  patch: {
    file: 'models/tcmalloc/size-map.ts',
    find: 'return this.#table[indexOf(size)] as number;',
    replace: 'return this.#table[indexOf(size - 1)] as number;',
  },
  caughtBy: ['client/usable-covers-request', 'tcmalloc/class-covers-size'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 9'] },
});
