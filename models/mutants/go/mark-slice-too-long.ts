import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The work is right, and so is what is left; only the slices are not as long as was agreed. */
export const markSliceTooLong = defineMutant({
  id: 'go/mark-slice-too-long',
  story: 'a slice of marking scans one object more than it was asked for',
  sources: [go119('mgcmark.go', 'gcDrainN')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'while (done < units && this.#scanNext(gcw)) done += 1;',
    replace: 'while (done <= units && this.#scanNext(gcw)) done += 1;',
  },
  caughtBy: ['relation/steps-divide'],
  withinRuns: 2000,
  shortest: {
    lines: ['a = malloc 131073', 'mark 2'],
    heap: 'procs=2 gogc=1',
  },
});
