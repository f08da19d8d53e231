/** What the tests of the mutants share: campaigns as `allocheck run` makes them. */
import { catalogue } from '../../../spec/invariants/index.ts';
import type { Relation } from '../../../spec/relation.ts';
import { relations } from '../../../spec/relations/index.ts';
import type { SubjectDefinition } from '../../../spec/subject.ts';
import { goClassicSubject } from '../../../models/classic/subject.ts';
import { goStacksSubject } from '../../../models/runtime/stacks-subject.ts';
import { goSubject } from '../../../models/go/subject.ts';
import { mallocSubject } from '../../../models/malloc/subject.ts';
import { tcmallocSubject } from '../../../models/tcmalloc/subject.ts';
import { loadMutant } from '../../../models/mutants/load.ts';
import { mutants } from '../../../models/mutants/index.ts';
import { isEquivalent } from '../../../models/mutants/mutant.ts';
import type { AnyMutant, EquivalentMutant, Mutant } from '../../../models/mutants/mutant.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import { BREAKDOWN } from '../../../src/campaign/trial.ts';
import type { CampaignFinding } from '../../../src/campaign/result.ts';
import { execute } from '../../../src/engine/execute.ts';
import { applicable } from '../../../src/engine/judge.ts';
import { brokenPairs } from '../../../src/engine/relations.ts';
import type { Outcome } from '../../../src/engine/outcome.ts';
import type { Program } from '../../../src/program/program.ts';
import { parseProgram } from '../../../src/program/text.ts';
import { freshProgram } from '../../../src/workload/guide.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import type { Profile } from '../../../src/workload/profile.ts';
import { standardProfile } from '../../../src/workload/standard-profile.ts';

/** Those that an invariant must notice, and those that none may. */
export const faults = mutants.filter((each: AnyMutant): each is Mutant => !isEquivalent(each));
export const equivalents = mutants.filter((each: AnyMutant): each is EquivalentMutant =>
  isEquivalent(each),
);

/** Each model, healthy, by the name that the ids of its mutants begin with. */
const MODELS: Readonly<Record<string, SubjectDefinition>> = {
  go: goSubject,
  'go-classic': goClassicSubject,
  'go-stacks': goStacksSubject,
  malloc: mallocSubject,
  tcmalloc: tcmallocSubject,
};

/** What a mutant's id says that it is a mutant of. */
export function modelNameOf({ id }: Pick<Mutant, 'id'>): string {
  return id.split('/')[0] as string;
}

/** The model without the fault. */
export function modelOf(mutant: Pick<Mutant, 'id'>): SubjectDefinition {
  return MODELS[modelNameOf(mutant)] as SubjectDefinition;
}

/** The profile that `allocheck run` takes for a model. */
export function modelProfile(subject: SubjectDefinition): Profile {
  return profileFor(subject, standardProfile(subject));
}

/** Program `run` of the campaign with this seed. */
export function programOf(subject: SubjectDefinition, seed: number, run: number): Program {
  return freshProgram(modelProfile(subject), seed, run);
}

export function judged(program: Program, subject: SubjectDefinition): Outcome {
  return execute(program, subject, applicable(catalogue, subject.offers));
}

/** What a rewriting of a relation draws from in tests: a few numbers, so that each drawing of few has its turn. */
const SEEDS = Array.from({ length: 8 }, (_, i) => i);

/** The relations that must notice a mutant. */
export function relationsOf({ caughtBy }: Pick<Mutant, 'caughtBy'>): readonly Relation[] {
  return relations.filter(({ id }) => caughtBy.includes(id));
}

/** Ids of the invariants that a program in text form breaks, or else of those of the relations that it does. */
export function brokenBy(
  text: string,
  subject: SubjectDefinition,
  judges: readonly Relation[] = [],
): readonly string[] {
  const program = parseProgram(text, 'test');
  const { findings } = judged(program, subject);
  if (findings.length > 0) return findings.map(({ invariant }) => invariant);
  const chosen = applicable(catalogue, subject.offers);
  const pairs = SEEDS.flatMap((seed) =>
    brokenPairs(judges, { program, definition: subject, seed }, chosen),
  );
  return [...new Set(pairs.map(({ relation }) => relation.id))];
}

/** A crash is no catch: what says that there was one ends no search. */
const judging = catalogue.filter(({ id }) => id !== BREAKDOWN);

/** What a campaign finds within the mutant's budget, shrunk. */
export function findingOf(mutant: Mutant, seed: number): CampaignFinding | undefined {
  const subject = loadMutant(mutant);
  const profile = modelProfile(subject);
  const { withinRuns: runs } = mutant;
  const judges = relationsOf(mutant);
  const settings = {
    subject,
    catalogue: judging,
    relations: judges,
    profile,
    seed,
    runs,
    first: [],
  };
  return runCampaign({ ...settings, maxFindings: 1 }).findings[0];
}

/** Whether an invariant that must notice the mutant is among these. */
export function isCaught({ caughtBy }: Mutant, broken: readonly string[]): boolean {
  return caughtBy.some((id) => broken.includes(id));
}

/** The text form of the smallest program that shows the mutant. */
export function shortestText(mutant: Mutant): string {
  const { lines, heap } = mutant.shortest;
  const head = ['heap', modelNameOf(mutant), ...(heap === undefined ? [] : [heap])].join(' ');
  return `${['allocheck 1', head, ...lines].join('\n')}\n`;
}
