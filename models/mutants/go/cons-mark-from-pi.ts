import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * consMark is the output of a PI controller. When a cycle allocates less than the one before it
 * overshoots, to below 0; the runway made of it then becomes the enormous number that amd64 converts a
 * negative one into, so the next cycle starts as early as it may.
 */
export const consMarkFromPi = defineMutant({
  id: 'go/cons-mark-from-pi',
  story: 'the estimate of consMark is smoothed by a PI controller, which may take it below 0',
  sources: [
    goIssue(53892, 'the smoothing of consMark is replaced by the largest of its last samples'),
    go119('mgcpacer.go', '(*gcControllerState).endCycle'),
  ],
  quirkOf: 'go1.19',
  patch: [
    {
      file: 'models/go/gc-controller.ts',
      find: "import { MarkWorkers } from './mark-workers.ts';",
      replace: `import { MarkWorkers } from './mark-workers.ts';
import { PiController } from './pi-controller.ts';`,
    },
    {
      file: 'models/go/gc-controller.ts',
      find: 'consMark = 0;',
      replace: `consMark = 0;
  readonly consMarkController = new PiController({ kp: 0.9, ti: 4, tt: 1000, min: -1000, max: 1000 });`,
    },
    {
      file: 'models/go/gc-controller.ts',
      find: 'const current = Number.isFinite(sample) ? Math.max(0, sample) : 0;',
      replace: `const next = this.consMarkController.next(this.consMark, sample, 1);
    this.consMark = this.consMarkController.ok ? next : 0;
    return;
    const current = 0;`,
    },
    {
      file: 'models/go/gc-controller.ts',
      find: 'this.runway = Math.trunc(perByte * this.#lastScan());',
      replace: `const runway = Math.trunc(perByte * this.#lastScan());
    this.runway = runway < 0 ? 2 ** 64 + runway : runway;`,
    },
  ],
  caughtBy: ['go/cons-mark-not-negative'],
  withinRuns: 1100,
  shortest: {
    lines: ['a = malloc 6529 noscan', 'b = malloc 1 noscan', 'assist'],
    heap: 'gogc=1',
    seed: 2,
  },
});
