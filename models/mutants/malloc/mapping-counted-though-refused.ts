import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const mappingCountedThoughRefused = defineMutant({
  id: 'malloc/mapping-counted-though-refused',
  story: 'memory is counted before the system is asked for it, and stays counted when it refuses',
  sources: [
    source('mimalloc PR #303: a commit was noted before it was made, and never taken back'),
    source('wee_alloc #100: a request that is impossible still grew memory'),
  ],
  patch: {
    file: 'models/malloc/system.ts',
    find: '    if (this.#isBeyond(bytes)) return 0;',
    replace:
      '    if (this.#isBeyond(bytes)) this.#mappedBytes += bytes; if (this.#isBeyond(bytes)) return 0;',
  },
  caughtBy: ['client/good-calls-served'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 33554433', 'b = malloc 1'] },
});
