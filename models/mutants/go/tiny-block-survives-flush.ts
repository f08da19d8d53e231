import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** releaseAll resets tinyoffset but not tiny: bytes of the old block are handed out again. */
export const tinyBlockSurvivesFlush = defineMutant({
  id: 'go/tiny-block-survives-flush',
  story: 'a flush forgets how much of the tiny block is used, but keeps the block',
  sources: [go119('mcache.go', 'releaseAll')],
  patch: { file: 'models/go/mcache.ts', find: 'this.tiny = 0;', replace: '' },
  caughtBy: [
    'go/flush-empties-mcache',
    'go/tiny-block-of-this-cycle',
    'go/pages-free-when-all-is-collected',
    'client/live-blocks-disjoint',
    'client/zeroed-when-asked',
  ],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
