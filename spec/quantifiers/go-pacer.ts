/** The pacer, its limiter and what it decides, as subjects. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { LimiterView, PacerView } from '../views/go-pacer.ts';
import type { GoTouched } from '../views/go-touched.ts';
import type { Commit, PacedAllocation } from '../views/pacing-log.ts';
import { NONE } from './only.ts';

/** Touched whenever a span is: heapLive goes by spans. */
export const thePacer = defineQuantifier({
  every: 'pacer',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly PacerView[] => [go.pacer],
  touched: ({ go, goTouched }) => (moved(goTouched) ? [go.pacer] : NONE),
});

/** For what only a cycle changes. */
export const pacerAfterCycle = defineQuantifier({
  every: 'pacer',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly PacerView[] => [go.pacer],
  touched: ({ go, goTouched }) => (goTouched.commits.length > 0 ? [go.pacer] : NONE),
});

export const theLimiter = defineQuantifier({
  every: 'limiter',
  level: 'go',
  onEvents: true,
  all: ({ go }): readonly LimiterView[] => [go.pacer.limiter],
  touched: ({ go, goTouched }) => (goTouched.commits.length > 0 ? [go.pacer.limiter] : NONE),
});

export const commits = defineQuantifier({
  every: 'commit of the pacer',
  level: 'go',
  onEvents: true,
  all: ({ goTouched }: ViewOf<'go'>): readonly Commit[] => goTouched.commits,
  touched: ({ goTouched }) => goTouched.commits,
});

export const pacedAllocations = defineQuantifier({
  every: 'span taken from the page heap while sweeping is paced',
  level: 'go',
  onEvents: true,
  all: ({ goTouched }: ViewOf<'go'>): readonly PacedAllocation[] => goTouched.pacedAllocations,
  touched: ({ goTouched }) => goTouched.pacedAllocations,
});

function moved({ changedSpans, freedSpans, commits: { length } }: GoTouched): boolean {
  return changedSpans.length + freedSpans.length + length > 0;
}
