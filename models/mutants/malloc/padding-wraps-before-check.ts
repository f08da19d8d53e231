import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const paddingWrapsBeforeCheck = defineMutant({
  id: 'malloc/padding-wraps-before-check',
  story: 'the size of a request is padded first and compared with what is possible then',
  sources: [
    source('glibc CVE-2017-17426: a request near SIZE_MAX gave a tiny block'),
    source('FreeRTOS PR #224: the header was added, then compared'),
  ],
  patch: [
    {
      file: 'models/malloc/layout.ts',
      find: 'roundUp(size + OVERHEAD, ALIGNMENT)',
      replace: 'roundUp((size + OVERHEAD) % 2 ** 64, ALIGNMENT)',
    },
    {
      file: 'models/malloc/heap.ts',
      find: 'return size + OVERHEAD > LARGE_FROM;',
      replace: 'return (size + OVERHEAD) % 2 ** 64 > LARGE_FROM;',
    },
  ],
  caughtBy: ['client/bad-size-refused'],
  withinRuns: 70,
  shortest: {
    lines: ['a = calloc 2**32 2**32'],
    seed: 2,
  },
});
