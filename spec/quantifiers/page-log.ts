/** Pages that change hands, as the log saw it. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { CycleEnd } from '../views/go-touched.ts';
import type { PageLog } from '../views/page-log.ts';

export const pageTakings = defineEntries('run of pages that was given', ({ takings }) => takings);

export const cachePicks = defineEntries('answer of a page cache', ({ picks }) => picks);

export const cacheFlushes = defineEntries('flush of a page cache', ({ flushes }) => flushes);

export const pageFrees = defineEntries('span whose pages came free', ({ frees }) => frees);

export const pageGrowths = defineEntries('range that was mapped', ({ growths }) => growths);

export const scavengedRuns = defineEntries(
  'run of pages whose memory was given back',
  (log) => log.scavengedRuns,
);

export const cycleEnds = defineQuantifier<'go', CycleEnd>({
  every: 'end of marking',
  level: 'go',
  onEvents: true,
  all: ({ goTouched }) => goTouched.cycleEnds,
  touched: ({ goTouched }) => goTouched.cycleEnds,
});

function defineEntries<E>(every: string, entriesOf: (log: PageLog) => readonly E[]) {
  const entries = ({ goTouched }: ViewOf<'go'>): readonly E[] => entriesOf(goTouched.pageLog);
  return defineQuantifier({ every, level: 'go', onEvents: true, all: entries, touched: entries });
}
