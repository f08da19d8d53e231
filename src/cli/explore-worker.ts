/** A worker thread of `allocheck explore`: says what comes of states by one command more. */
import { applicable } from '../engine/judge.ts';
import { Expander } from '../explore/expander.ts';
import type { Expansion, States } from '../explore/expander.ts';
import { Machine } from '../explore/machine.ts';
import { Commands } from '../explore/scope.ts';
import type { Scope } from '../explore/scope.ts';
import { loadUndoable } from '../undo/undoable.ts';
import { chosenOf, named, openWorkbench } from './workbench.ts';

/** What is explored: the same in all tasks of an exploration. */
export interface Matter {
  /** As `--config` names it. */
  readonly config: string | undefined;
  /** Id of a model. */
  readonly subject: string;
  readonly mutant: string | undefined;
  /** Patterns of ids. */
  readonly invariants: readonly string[];
  readonly scope: Scope;
}

export interface ExpandTask {
  readonly matter: Matter;
  readonly states: States;
  /** Of all states that were met, layer by layer: in memory that all threads share. */
  readonly keys: readonly Float64Array[];
  /** How many transitions there were in this layer, for whoever waits; not 0 at its first place: stop. */
  readonly pulse: Int32Array;
}

export const PULSE = { stop: 0, transitions: 1, length: 2 } as const;

interface Bench {
  readonly expander: Expander;
  learnt: number;
}

let bench: Promise<Bench> | undefined;

/** Nothing where it was stopped. */
export default async function expand(task: ExpandTask): Promise<Expansion | undefined> {
  const { matter, states, keys, pulse } = task;
  bench ??= prepared(matter);
  const it = await bench;
  for (; it.learnt < keys.length; it.learnt += 1) it.expander.learn(keys[it.learnt]!);
  const steps = it.expander.expand(states);
  let before = 0;
  for (let next = steps.next(); ; next = steps.next()) {
    if (next.done === true) return next.value;
    Atomics.add(pulse, PULSE.transitions, next.value - before);
    before = next.value;
    if (Atomics.load(pulse, PULSE.stop) !== 0) return undefined;
  }
}

async function prepared({ config, subject, mutant, invariants, scope }: Matter): Promise<Bench> {
  const workbench = await openWorkbench(config);
  const fault = mutant === undefined ? undefined : named('mutant', workbench.mutants, mutant);
  const undoable = loadUndoable(subject, fault);
  const { catalogue } = chosenOf(workbench, invariants);
  const judges = applicable(catalogue, undoable.subject.offers);
  const machine = new Machine(undoable, judges, scope.heap, scope.depth);
  return { expander: new Expander(machine, new Commands(scope)), learnt: 0 };
}
