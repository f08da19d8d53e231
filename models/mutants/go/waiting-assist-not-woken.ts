import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** They never run again. */
export const waitingAssistNotWoken = defineMutant({
  id: 'go/waiting-assist-not-woken',
  story: 'the goroutines that wait for credit are forgotten when the cycle is over',
  sources: [go119('mgcmark.go', 'gcWakeAllAssists')],
  patch: {
    file: 'models/go/assists.ts',
    find: 'for (const g of this.queue.splice(0)) this.#heap.world.ready(g);',
    replace: 'this.queue.length = 0;',
  },
  caughtBy: ['runtime/waiting-goroutine-awaits-credit'],
  withinRuns: 530,
  shortest: { lines: ['gcStart', 'a = malloc 33228 noscan', 'assist'] },
});
