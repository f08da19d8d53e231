import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The write barrier stays on, and no cycle starts again. */
export const phaseStaysAtTermination = defineMutant({
  id: 'go/phase-stays-at-termination',
  story: 'the phase is left at mark termination when a cycle is over',
  sources: [go119('mgc.go', 'gcMarkTermination: setGCPhase(_GCoff)')],
  patch: { file: 'models/go/mgc.ts', find: '    heap.gcphase = GC_OFF;', replace: '' },
  caughtBy: ['go/phase-follows-cycles'],
  withinRuns: 30,
  shortest: { lines: [] },
});
