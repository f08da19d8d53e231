/** A worker thread of `allocheck mutants --run`: tries one mutant after the other, each from all seeds. */
import { loadMutant } from '../../models/mutants/load.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import type { AnyMutant, Mutant } from '../../models/mutants/mutant.ts';
import type { TimedTrial } from '../campaign/kill-matrix.ts';
import { trial } from '../campaign/trial.ts';
import type { Trial } from '../campaign/trial.ts';
import { profileFor } from '../workload/profile.ts';
import { allInvariants, allMutants, familyOf } from './families.ts';
import type { Family } from './families.ts';
import { chosenOf, named, openWorkbench, standardProfile } from './workbench.ts';
import type { Chosen, Workbench } from './workbench.ts';

/** What a worker is asked for. */
export interface TrialTask {
  /** As `--config` names it. */
  readonly config: string | undefined;
  readonly mutant: string;
  /** Patterns of ids. */
  readonly invariants: readonly string[];
  readonly seeds: readonly number[];
  /** For whoever waits: see PULSE. */
  readonly pulse: Int32Array;
}

/** Where the pulse has what: steps since it began, which tell that it goes on; the seed's index; its programs. */
export const PULSE = { steps: 0, seed: 1, programs: 2, length: 3 } as const;

/** Programs for a mutant that no invariant may notice. */
const EQUIVALENT_RUNS = 100;

let workbench: Workbench | undefined;

/** The first seed's finding is shrunk as well. */
export default async function tryMutant(task: TrialTask): Promise<readonly TimedTrial[]> {
  workbench ??= await openWorkbench(task.config);
  const mutant = named('mutant', allMutants(workbench), task.mutant);
  const all = { ...workbench, invariants: allInvariants(workbench) };
  const judges = chosenOf(all, task.invariants);
  Atomics.add(task.pulse, PULSE.steps, 1);
  const family = familyOf(mutant.id);
  const tried =
    family === undefined || isEquivalent(mutant)
      ? ofAllocator(mutant, judges, task.pulse)
      : ofFamily(family, mutant, judges, task.pulse);
  return task.seeds.map((seed, i) => {
    Atomics.store(task.pulse, PULSE.seed, i);
    Atomics.store(task.pulse, PULSE.programs, 0);
    const start = Date.now();
    const trial = tried(seed, i === 0);
    return { ...trial, seconds: (Date.now() - start) / 1000 };
  });
}

type Trying = (seed: number, shrinks: boolean) => Trial;

function ofAllocator(mutant: AnyMutant, judges: Chosen, pulse: Int32Array): Trying {
  const subject = loadMutant(mutant);
  const settings = {
    subject,
    ...judges,
    profile: profileFor(subject, standardProfile(subject)),
    runs: isEquivalent(mutant) ? EQUIVALENT_RUNS : mutant.withinRuns,
    caughtBy: isEquivalent(mutant) ? [] : mutant.caughtBy,
  };
  return (seed, shrinks) => {
    const steps = trial({ ...settings, seed, shrinks });
    let next = steps.next();
    while (next.done !== true) {
      beat(pulse, next.value);
      next = steps.next();
    }
    return next.value;
  };
}

function ofFamily(family: Family, mutant: Mutant, judges: Chosen, pulse: Int32Array): Trying {
  const catalogue = judges.catalogue.filter((each) => family.invariants.includes(each));
  const trial = family.trials(mutant, catalogue);
  const { withinRuns: runs, caughtBy } = mutant;
  const settings = { runs, caughtBy, beat: (programs: number) => beat(pulse, programs) };
  return (seed, shrinks) => trial({ ...settings, seed, shrinks });
}

function beat(pulse: Int32Array, programs: number): void {
  Atomics.add(pulse, PULSE.steps, 1);
  Atomics.store(pulse, PULSE.programs, programs);
}
