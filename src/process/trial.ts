/** Trials of the mutants of a process. */
import { Prng, mixSeed } from '../base/prng.ts';
import type { Tried } from '../campaign/family-trial.ts';
import type { MakeProcess } from '../../spec/process.ts';
import { PERMITTED } from './campaign.ts';
import { generateProcessProgram } from './generate.ts';
import type { ProcessProgram } from './program.ts';
import { everyProcessBreak, runProcess } from './run.ts';
import type { ProcessSetting } from './run.ts';
import { shrinkProcess } from './shrink.ts';
import { printProcessProgram } from './text.ts';

/** Programs that the shrinker may run in a trial. */
const EVALUATIONS_MAX = 500;

/** @param healthy  makes the process without the fault */
export function triedProcess(faulty: ProcessSetting, healthy: MakeProcess): Tried<ProcessProgram> {
  const judging = { ...faulty, catalogue: faulty.catalogue.filter(({ id }) => id !== PERMITTED) };
  const permitted = { ...faulty, catalogue: faulty.catalogue.filter(({ id }) => id === PERMITTED) };
  return {
    draw: (seed, run) => generateProcessProgram(new Prng(mixSeed(seed, run))),
    first: (program) => {
      const { findings, steps } = runProcess(program, judging);
      return { ids: findings.map(({ invariant }) => invariant), commands: steps.length };
    },
    kills: (program) => {
      const allowed = withoutFaults(program, { ...permitted, make: healthy });
      return [...brokenBy(program, judging), ...brokenBy(allowed, permitted)];
    },
    shrunk: (program, breaks) => {
      const { program: smallest } = shrinkProcess(program, breaks, EVALUATIONS_MAX);
      return { commands: smallest.commands.length, program: printProcessProgram(smallest) };
    },
  };
}

/** Without the commands that fault on purpose. */
function withoutFaults(program: ProcessProgram, permitted: ProcessSetting): ProcessProgram {
  const [finding] = everyProcessBreak(program, permitted);
  if (finding === undefined) return program;
  const commands = program.commands.toSpliced(finding.step, 1);
  return withoutFaults({ ...program, commands }, permitted);
}

/** Ids of all that a program breaks, whatever else did before. */
function brokenBy(program: ProcessProgram, setting: ProcessSetting): readonly string[] {
  return everyProcessBreak(program, setting).map(({ invariant }) => invariant);
}
