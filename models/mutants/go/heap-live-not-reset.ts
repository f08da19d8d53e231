import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What became garbage counts as live for ever. */
export const heapLiveNotReset = defineMutant({
  id: 'go/heap-live-not-reset',
  story: 'heapLive is not set to what was marked when marking ends',
  sources: [go119('mgcpacer.go', '(*gcControllerState).resetLive')],
  patch: { file: 'models/go/gc-controller.ts', find: 'this.heapLive = bytesMarked;', replace: '' },
  caughtBy: ['go/heap-live-is-marked-when-marking-ends'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
