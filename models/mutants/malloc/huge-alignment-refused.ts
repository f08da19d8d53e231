import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const hugeAlignmentRefused = defineMutant({
  id: 'malloc/huge-alignment-refused',
  story: 'an alignment above 1 MiB is refused',
  sources: [source('mimalloc #577: an alignment of 2 MiB was refused, the limit being 1 MiB')],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'if (alignment <= ALIGNMENT) return',
    replace:
      'if (alignment > 2 ** 20) return this.#fail(ENOMEM); if (alignment <= ALIGNMENT) return',
  },
  caughtBy: ['client/good-calls-served'],
  withinRuns: 120,
  shortest: { lines: ['a = memalign 2097152 1'] },
});
