import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const previousTakenForFree = defineMutant({
  id: 'malloc/previous-taken-for-free',
  story: 'a chunk that is taken into use forgets that the one before is in use',
  sources: [source('AssemblyScript PR #1060: cached flags of a block were stale')],
  patch: {
    file: 'models/malloc/tags.ts',
    find: 'const flags = this.#read(chunk + BYTES) & PREVIOUS_IN_USE;',
    replace: 'const flags = 0;',
  },
  caughtBy: [
    'client/live-blocks-disjoint',
    'client/contents-kept',
    'client/usable-size-steady',
    'client/block-aligned',
    'client/good-calls-served',
    'client/address-not-null',
  ],
  withinRuns: 300,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
