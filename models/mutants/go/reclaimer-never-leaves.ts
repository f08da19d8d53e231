import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Sweeping is not over any more, and no cycle can start. */
export const reclaimerNeverLeaves = defineMutant({
  id: 'go/reclaimer-never-leaves',
  story: 'the reclaimer registers as a sweeper and never leaves',
  sources: [go119('mheap.go', '(*mheap).reclaimChunk: sweep.active.end')],
  patch: { file: 'models/go/mheap.ts', find: '    this.activeSweep.end();', replace: '' },
  caughtBy: ['go/sweepers-leave'],
  withinRuns: 60,
  shortest: { lines: ['gc', 'a = malloc 1 noscan'] },
});
