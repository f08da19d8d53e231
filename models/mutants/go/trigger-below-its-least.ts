import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A cycle follows the other. */
export const triggerBelowItsLeast = defineMutant({
  id: 'go/trigger-below-its-least',
  story: 'a long runway takes the trigger below the least part of the way to the goal',
  sources: [go119('mgcpacer.go', '(*gcControllerState).trigger: minTrigger')],
  patch: {
    file: 'models/go/gc-controller.ts',
    find: 'const trigger = Math.min(Math.max(wanted, low), high);',
    replace: 'const trigger = Math.min(wanted, high);',
  },
  caughtBy: ['go/pacer-trigger-in-band'],
  withinRuns: 210,
  shortest: {
    lines: ['a = malloc 393217 noscan', 'gc'],
    heap: 'gogc=10',
  },
});
