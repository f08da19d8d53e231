import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const heapAtGoalDueAtOnce = defineMutant({
  id: 'go/heap-at-goal-due-at-once',
  story: 'a heap that is at its goal has its next cycle triggered at nothing',
  sources: [go119('mgcpacer.go', '(*gcControllerState).trigger')],
  patch: {
    file: 'models/go/gc-controller.ts',
    find: 'if (heapMarked >= goal) return goal;',
    replace: 'if (heapMarked >= goal) return 0;',
  },
  caughtBy: ['go/pacer-trigger-within-goal'],
  withinRuns: 380,
  shortest: {
    lines: ['a = malloc 450561 noscan', 'gc'],
    heap: 'limit=256KiB',
  },
});
