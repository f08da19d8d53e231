import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const memalignSumWraps = defineMutant({
  id: 'malloc/memalign-sum-wraps',
  story: 'size, alignment and a chunk are added up for an aligned block without a look at overflow',
  sources: [
    source('glibc BZ 22343: size + alignment + minimum wrapped in memalign'),
    source('glibc CVE-2013-4332'),
  ],
  patch: [
    {
      file: 'models/malloc/heap.ts',
      find: 'if (isLarge(size + alignment + CHUNK_MIN))',
      replace: 'if (isLarge((size + alignment + CHUNK_MIN) % 2 ** 64))',
    },
    {
      file: 'models/malloc/arena.ts',
      find: 'this.take(bytes + alignment + CHUNK_MIN)',
      replace: 'this.take(Math.max(CHUNK_MIN, (bytes + alignment + CHUNK_MIN) % 2 ** 64))',
    },
  ],
  caughtBy: ['client/bad-size-refused'],
  withinRuns: 170,
  shortest: { lines: ['a = memalign 4096 -1'] },
});
