import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * The bounds of the trigger are 64ths of the way, cut off before they are multiplied. The other order
 * is more exact, and says something else than the runtime.
 */
export const pacerMultipliesFirst = defineMutant({
  id: 'go/pacer-multiplies-first',
  story:
    'the bounds of the trigger are multiplied before they are divided, so they lie up to 60 bytes too high',
  sources: [go119('mgcpacer.go', 'trigger: triggerRatioDen')],
  patch: [
    {
      file: 'models/go/gc-controller.ts',
      find: 'const part = Math.floor((goal - heapMarked) / 64);',
      replace: 'const part = (goal - heapMarked) / 64;',
    },
    {
      file: 'models/go/gc-controller.ts',
      find: 'heapMarked + part * MAX_TRIGGER_64THS,',
      replace: 'heapMarked + Math.floor(part * MAX_TRIGGER_64THS),',
    },
    {
      file: 'models/go/gc-controller.ts',
      find: 'heapMarked + part * MIN_TRIGGER_64THS)',
      replace: 'heapMarked + Math.floor(part * MIN_TRIGGER_64THS))',
    },
  ],
  caughtBy: ['go/pacer-trigger-in-band'],
  withinRuns: 20,
  shortest: {
    lines: [],
    heap: 'gogc=10',
  },
});
