/** The Go heap as the one subject. */
import { defineQuantifier } from '../invariant.ts';
import type { GoView } from '../views/go.ts';
import { NONE } from './only.ts';

/** Touched by a cycle, and by one that broke down. */
export const theHeap = defineQuantifier<'go', GoView>({
  every: 'heap',
  level: 'go',
  all: ({ go }) => [go],
  touched: ({ go, client, goTouched }) =>
    goTouched.cycles.length + client.breakdowns.length > 0 ? [go] : NONE,
});
