/**
 * Transitions a second on one core that an exploration of the default scope judges, and their ratio to the goal.
 *
 * What is measured is what `allocheck explore` does in a worker: a command is run, judged by the whole catalogue and
 * undone, and the state that it leads to is hashed and looked up. The states of one depth are found first without a judge;
 * then stretches of them are gone on from, again and again. CPU time is read, so that a wait for a core does not count; of
 * each stretch the lower quartile counts, since noise only ever adds. Neighbours on the same core still slow it down:
 * figures are for a machine that does nothing else.
 *
 *     npm run build && npm run bench:explore
 */
import { assert } from '../src/base/errors.ts';
import { applicable } from '../src/engine/judge.ts';
import { Expander } from '../src/explore/expander.ts';
import type { States } from '../src/explore/expander.ts';
import { UNEXPLORED, explore } from '../src/explore/explore.ts';
import { Machine } from '../src/explore/machine.ts';
import { Commands, DEFAULT_SCOPE } from '../src/explore/scope.ts';
import { loadUndoable } from '../src/undo/undoable.ts';
import { catalogue } from '../spec/invariants/index.ts';
import { cpuNs, lowerQuartile } from './timing.ts';

const GOAL_PER_SECOND = 100_000;
/** Of the states that are gone on from. */
const DEPTH = 8;
const STRETCHES = 12;
const STATES_EACH = 100;
const ROUNDS = 12;
/** Before those that count: the code gets warm. */
const WARM_UP_ROUNDS = 4;

const commands = new Commands(DEFAULT_SCOPE);

/** Stretches of neighbouring states, from all over the depth. */
function stretches(): readonly States[] {
  const { heap, depth } = DEFAULT_SCOPE;
  const steps = explore(
    new Expander(new Machine(loadUndoable('go'), [], heap, depth), commands),
    UNEXPLORED,
    DEPTH,
  );
  let next = steps.next(true);
  while (next.done !== true) next = steps.next(true);
  const { programs } = next.value.states;
  const count = programs.length / DEPTH;
  return Array.from({ length: STRETCHES }, (_, i) => {
    const from = Math.floor((count * i) / STRETCHES);
    return {
      depth: DEPTH,
      programs: programs.slice(from * DEPTH, (from + STATES_EACH) * DEPTH),
    };
  });
}

/** Transitions from the states. */
function expand(machine: Machine, states: States): number {
  const steps = new Expander(machine, commands).expand(states);
  let next = steps.next();
  while (next.done !== true) next = steps.next();
  assert(next.value.broken === undefined, 'the exploration broke something');
  return next.value.transitions;
}

const undoable = loadUndoable('go');
const judges = applicable(catalogue, undoable.subject.offers);
const machine = new Machine(undoable, judges, DEFAULT_SCOPE.heap, DEFAULT_SCOPE.depth);
let transitions = 0;
let ns = 0;
for (const states of stretches()) {
  const took: number[] = [];
  let count = 0;
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const start = cpuNs();
    count = expand(machine, states);
    if (round >= WARM_UP_ROUNDS) took.push(cpuNs() - start);
  }
  transitions += count;
  ns += lowerQuartile(took);
}
const perSecond = transitions / (ns / 1e9);
process.stdout.write(
  `${Math.round(perSecond)} transitions a second on one core, of ${GOAL_PER_SECOND}: ${(perSecond / GOAL_PER_SECOND).toFixed(2)} of the goal (${judges.length} invariants, ${transitions} transitions)\n`,
);
