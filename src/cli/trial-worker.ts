/** A worker thread of `allocheck mutants --run`: tries one mutant after the other, each from all seeds. */
import { isEquivalent } from '../../models/mutants/mutant.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import type { TimedTrial } from '../campaign/kill-matrix.ts';
import { trial } from '../campaign/trial.ts';
import { profileFor } from '../workload/profile.ts';
import { chosenOf, named, openWorkbench, standardProfile } from './workbench.ts';
import type { Workbench } from './workbench.ts';

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
  const mutant = named('mutant', workbench.mutants, task.mutant);
  const subject = loadMutant(mutant);
  const settings = {
    subject,
    ...chosenOf(workbench, task.invariants),
    profile: profileFor(subject, standardProfile(subject)),
    runs: isEquivalent(mutant) ? EQUIVALENT_RUNS : mutant.withinRuns,
    caughtBy: isEquivalent(mutant) ? [] : mutant.caughtBy,
  };
  Atomics.add(task.pulse, PULSE.steps, 1);
  return task.seeds.map((seed, i) => {
    Atomics.store(task.pulse, PULSE.seed, i);
    Atomics.store(task.pulse, PULSE.programs, 0);
    const start = Date.now();
    const steps = trial({ ...settings, seed, shrinks: i === 0 });
    let next = steps.next();
    while (next.done !== true) {
      Atomics.add(task.pulse, PULSE.steps, 1);
      Atomics.store(task.pulse, PULSE.programs, next.value);
      next = steps.next();
    }
    return { ...next.value, seconds: (Date.now() - start) / 1000 };
  });
}
