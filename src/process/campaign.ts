/** Many generated programs, run on new processes of one image, until the budget is used or something breaks. */
import type { Finding } from '../../spec/invariant.ts';
import type { StepView } from '../../spec/views/process.ts';
import { Prng, mixSeed } from '../base/prng.ts';
import { generateProcessProgram } from './generate.ts';
import type { ProcessProgram } from './program.ts';
import { runProcess } from './run.ts';
import type { ProcessSetting } from './run.ts';
import { shrinkProcess } from './shrink.ts';

/** Says what a program does that its system kills it for; a generated one does that on purpose. */
export const PERMITTED = 'process/accesses-permitted';

export interface ProcessBudget {
  readonly seed: number;
  /** Programs at most. */
  readonly runs: number;
  /** Most commands of a program. */
  readonly commands?: number;
}

/** What broke, in the program that was generated and in the smallest one that breaks the same. */
export interface ProcessFinding {
  readonly finding: Finding;
  readonly alsoBroken: readonly string[];
  readonly program: ProcessProgram;
  readonly run: number;
  /** Programs that were run to make it small. */
  readonly evaluations: number;
}

export interface ProcessCampaign {
  readonly seed: number;
  readonly runs: number;
  readonly commands: number;
  /** By id. */
  readonly judged: ReadonlyMap<string, number>;
  /** What became of commands, by what it is and where: `SEGV_ACCERR text (r-x)`. The most usual first. */
  readonly outcomes: readonly (readonly [what: string, times: number])[];
  readonly found: ProcessFinding | undefined;
}

/**
 * @yields  programs so far; it goes on when `next` is given true
 */
export function* processCampaign(
  whole: ProcessSetting,
  { seed, runs, commands }: ProcessBudget,
): Generator<number, ProcessCampaign, boolean> {
  const catalogue = whole.catalogue.filter(({ id }) => id !== PERMITTED);
  const setting = { ...whole, catalogue };
  const judged = new Map(catalogue.map(({ id }) => [id, 0]));
  const outcomes = new Map<string, number>();
  let [done, commandsDone] = [0, 0];
  let found: ProcessFinding | undefined;
  for (let goesOn = true; goesOn && done < runs && found === undefined; done += 1) {
    const program = generateProcessProgram(new Prng(mixSeed(seed, done)), commands);
    const outcome = runProcess(program, setting);
    commandsDone += outcome.steps.length;
    for (const [i, { id }] of catalogue.entries()) {
      judged.set(id, (judged.get(id) as number) + (outcome.judged[i] as number));
    }
    for (const step of outcome.steps) {
      const kind = kindOf(step);
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    }
    const [finding] = outcome.findings;
    if (finding !== undefined) found = shrunk(program, finding, setting, done);
    goesOn = yield done + 1;
  }
  const sorted = [...outcomes].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return { seed, runs: done, commands: commandsDone, judged, outcomes: sorted, found };
}

/** To its end. */
export function runProcessCampaign(
  setting: ProcessSetting,
  budget: ProcessBudget,
): ProcessCampaign {
  const steps = processCampaign(setting, budget);
  for (;;) {
    const { done, value } = steps.next(true);
    if (done === true) return value;
  }
}

function shrunk(
  program: ProcessProgram,
  { invariant }: Finding,
  setting: ProcessSetting,
  run: number,
): ProcessFinding {
  const breaks = (candidate: ProcessProgram): boolean =>
    runProcess(candidate, setting).findings.some((each) => each.invariant === invariant);
  const small = shrinkProcess(program, breaks);
  const { findings } = runProcess(small.program, setting);
  const finding = findings.find((each) => each.invariant === invariant) as Finding;
  const alsoBroken = findings.map((each) => each.invariant).filter((id) => id !== invariant);
  return { finding, alsoBroken, program: small.program, run, evaluations: small.evaluations };
}

function kindOf({ outcome, region }: StepView): string {
  switch (outcome.is) {
    case 'fault':
      return `SEGV_${outcome.error} ${plain(region)}`;
    case 'out-of-memory':
      return 'out of memory';
    case 'refused':
      return outcome.error;
    case 'ok':
    case 'address':
      return 'served';
  }
}

/** A region without what differs from one program to the other. */
function plain(region: string): string {
  return region
    .replace(/^(mapping|guard) [a-z]+/, '$1')
    .replace(/^nothing.*/, 'nothing mapped')
    .replace(/,.*/, '');
}
