/** The Go heap as the one subject. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { GoView } from '../views/go.ts';
import type { Addr } from '../../src/base/units.ts';
import { NONE } from './only.ts';

/** Objects that wait for their finalizer to run: looked at whenever a span was swept or freed. */
export const queuedFinalizers = defineQuantifier<'go', Addr>({
  every: 'object in the queue of finalizers',
  level: 'go',
  onEvents: true,
  all: queued,
  touched: (view) => {
    const { changedSpans, freedSpans } = view.goTouched;
    return changedSpans.length + freedSpans.length > 0 ? queued(view) : NONE;
  },
});

function queued({ go: { collector } }: ViewOf<'go'>): readonly Addr[] {
  const { finq, running } = collector;
  if (running.length === 0) return finq;
  return [...finq, ...running];
}

/** Touched by a cycle, and by one that broke down. */
export const theHeap = defineQuantifier<'go', GoView>({
  every: 'heap',
  level: 'go',
  all: ({ go }) => [go],
  touched: ({ go, client, goTouched }) =>
    goTouched.cycles.length + client.breakdowns.length > 0 ? [go] : NONE,
});
