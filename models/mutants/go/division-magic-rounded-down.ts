import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The first byte of a slot is then resolved to the slot before. */
export const divisionMagicRoundedDown = defineMutant({
  id: 'go/division-magic-rounded-down',
  story: 'the multiplier that divides by a slot size is rounded down',
  sources: [
    source('jemalloc 2.2.0: the reciprocal that divides by a size had too few bits'),
    go119('mksizeclasses.go', 'computeDivMagic'),
  ],
  patch: {
    file: 'models/go/sizeclasses.ts',
    find: 'Math.floor(0xffff_ffff / c.size) + 1',
    replace: 'Math.floor(0xffff_ffff / c.size)',
  },
  caughtBy: ['go/division-magic-exact'],
  withinRuns: 20,
  shortest: { lines: [] },
});
