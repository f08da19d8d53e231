import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Nobody pays the goroutine any more, as it owes nothing: it waits until the cycle is over. */
export const paidAssistWaits = defineMutant({
  id: 'go/paid-assist-waits',
  story: 'a goroutine that scanned what it owed waits for credit all the same',
  sources: [go119('mgcmark.go', 'gcAssistAlloc, gcParkAssist')],
  patch: {
    file: 'models/go/assists.ts',
    find: 'const isQueued = (this.assistBytes[g] as Bytes) < 0;',
    replace: 'const isQueued = stolen < wanted;',
  },
  caughtBy: ['go/assist-queue-in-debt'],
  withinRuns: 180,
  shortest: { lines: ['gcStart', 'a = malloc 1 noscan', 'assist'] },
});
