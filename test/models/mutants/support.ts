/** What the tests of the mutants share: campaigns as `allocheck run` makes them. */
import { catalogue } from '../../../spec/invariants/index.ts';
import type { SubjectDefinition } from '../../../spec/subject.ts';
import { loadMutant } from '../../../models/mutants/load.ts';
import { mutants } from '../../../models/mutants/index.ts';
import { isEquivalent } from '../../../models/mutants/mutant.ts';
import type { AnyMutant, EquivalentMutant, Mutant } from '../../../models/mutants/mutant.ts';
import { Prng, mixSeed } from '../../../src/base/prng.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import type { CampaignFinding } from '../../../src/campaign/result.ts';
import { execute } from '../../../src/engine/execute.ts';
import { applicable } from '../../../src/engine/judge.ts';
import type { Outcome } from '../../../src/engine/outcome.ts';
import type { Program } from '../../../src/program/program.ts';
import { parseProgram } from '../../../src/program/text.ts';
import { generateProgram } from '../../../src/workload/generate.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { MIXED } from '../../../src/workload/profiles.ts';

/** Those that an invariant must notice, and those that none may. */
export const faults = mutants.filter((each: AnyMutant): each is Mutant => !isEquivalent(each));
export const equivalents = mutants.filter((each: AnyMutant): each is EquivalentMutant =>
  isEquivalent(each),
);

/** Program `run` of the campaign with this seed. */
export function programOf(subject: SubjectDefinition, seed: number, run: number): Program {
  return generateProgram(new Prng(mixSeed(seed, run)), profileFor(subject, MIXED));
}

export function judged(program: Program, subject: SubjectDefinition): Outcome {
  return execute(program, subject, applicable(catalogue, subject.offers));
}

/** Ids of the invariants that a program in text form breaks. */
export function brokenBy(text: string, subject: SubjectDefinition): readonly string[] {
  return judged(parseProgram(text, 'test'), subject).findings.map(({ invariant }) => invariant);
}

/** What a campaign finds within the mutant's budget, shrunk. */
export function findingOf(mutant: Mutant, seed: number): CampaignFinding | undefined {
  const subject = loadMutant(mutant);
  const profile = profileFor(subject, MIXED);
  const { withinRuns: runs } = mutant;
  return runCampaign({ subject, catalogue, profile, seed, runs, first: [] }).findings[0];
}

/** Whether an invariant that must notice the mutant is among these. */
export function isCaught({ caughtBy }: Mutant, broken: readonly string[]): boolean {
  return caughtBy.some((id) => broken.includes(id));
}

/** The text form of the smallest program that shows the mutant. */
export function shortestText({ shortest: { lines, heap } }: Mutant): string {
  const head = heap === undefined ? 'heap go' : `heap go ${heap}`;
  return `${['allocheck 1', head, ...lines].join('\n')}\n`;
}
