import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What a flush forgets is listed field by field. */
export const flushKeepsTinyCount = defineMutant({
  id: 'go/flush-keeps-tiny-count',
  story: 'a flush leaves the offset of the tiny block that it drops',
  sources: [go119('mcache.go', '(*mcache).releaseAll')],
  patch: { file: 'models/go/mcache.ts', find: 'this.tinyoffset = 0;', replace: '' },
  caughtBy: ['go/flush-empties-mcache'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
