import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const emptyBlocksAtOneAddress = defineMutant({
  id: 'malloc/empty-blocks-at-one-address',
  story: 'all blocks of no bytes are the same one',
  sources: [
    source('C17 7.22.3: as if the size were some nonzero value'),
    source('Go 1.19 runtime/malloc.go, zerobase: which no C allocator may do, as each is freed'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: '    if (isLarge(size)) return this.#map(size, PAGE);',
    replace:
      '    if (size === 0) return (this.nothing ??= this.#arena.take(CHUNK_MIN) + HEADER); if (isLarge(size)) return this.#map(size, PAGE);',
  },
  caughtBy: [
    'client/usable-bytes-disjoint',
    'client/contents-kept',
    'client/usable-size-steady',
    'client/usable-covers-request',
  ],
  withinRuns: 130,
  shortest: {
    lines: ['a = malloc 0', 'b = malloc 0'],
    seed: 2,
  },
});
