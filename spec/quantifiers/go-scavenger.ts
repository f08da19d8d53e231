/** What the scavenger does and what allocations have it do, as subjects. */
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { GoView } from '../views/go.ts';
import { NO_MEMORY_LIMIT } from '../views/go-pacer.ts';
import type { ScavengerView } from '../views/go-pacer.ts';
import type { ScavengerTurn, ScavengingAllocation } from '../views/scavenge-log.ts';
import { NONE, only } from './only.ts';

/** Those by which memory was given back. */
export const scavengerTurns = defineTurns(
  'quantum that the background scavenger gave back',
  ({ released }) => released > 0,
);

/** After each of its turns. */
export const theScavenger = defineQuantifier<'go', ScavengerView>({
  every: 'background scavenger',
  level: 'go',
  onEvents: true,
  all: ({ go }) => [go.pacer.scavenger],
  touched: ({ go, goTouched }) =>
    goTouched.scavengerTurns.length > 0 ? [go.pacer.scavenger] : NONE,
});

export const scavengerStops = defineTurns(
  'stop of the background scavenger until it is woken',
  ({ isParked }) => isParked,
);

export const limitedAllocations = defineAllocations(
  'span taken from the page heap under a memory limit',
  ({ memoryLimit }) => memoryLimit !== NO_MEMORY_LIMIT,
);

export const growingAllocations = defineAllocations(
  'span for which the heap grew above its goal',
  ({ aboveGoal }) => aboveGoal > 0,
);

/** Touched right after the client had everything free given back. */
export const relievedHeap = defineQuantifier<'go', GoView>({
  every: 'heap that gave back all that was free',
  level: 'go',
  all: ({ go, client }) => (client.freedAll ? [go] : NONE),
  touched: ({ go, client }) => (client.freedAll ? [go] : NONE),
});

function defineTurns(every: string, isIt: (turn: ScavengerTurn) => boolean) {
  const turns = ({ goTouched }: ViewOf<'go'>): readonly ScavengerTurn[] =>
    only(goTouched.scavengerTurns, isIt);
  return defineQuantifier({ every, level: 'go', onEvents: true, all: turns, touched: turns });
}

function defineAllocations(every: string, isIt: (it: ScavengingAllocation) => boolean) {
  const allocations = ({ goTouched }: ViewOf<'go'>): readonly ScavengingAllocation[] =>
    only(goTouched.scavengingAllocations, isIt);
  return defineQuantifier({
    every,
    level: 'go',
    onEvents: true,
    all: allocations,
    touched: allocations,
  });
}
