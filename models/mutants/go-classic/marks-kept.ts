import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicMarksKept = defineMutant({
  id: 'go-classic/marks-kept',
  story: 'the bits that become the next marks are not cleared',
  sources: [go110('mgcsweep.go', '(*mspan).sweep: newMarkBits')],
  patch: {
    file: 'models/classic/sweep.ts',
    find: 'old.fill(0);',
    replace: 'void old;',
  },
  caughtBy: [
    'classic/in-use-span-to-be-swept-once',
    'classic/marks-clear-when-swept',
    'classic/sweepgen-of-two-kinds',
  ],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 1 noscan', 'gc', 'gc'] },
});
