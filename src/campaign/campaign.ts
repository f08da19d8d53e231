/**
 * A campaign: many generated programs run against one subject, until the budget is used or as many bugs are found as are
 * asked for.
 *
 * It is a generator: it yields after each run, and whoever drives it decides whether it goes on. So it knows no clock
 * and no terminal, and the same settings give the same result.
 */
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { Relation } from '../../spec/relation.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { applicable } from '../engine/judge.ts';
import { askable } from '../engine/askable.ts';
import {
  applicableRelations,
  explanationOf,
  judgePairs,
  judgeRelations,
} from '../engine/relations.ts';
import type { Outcome } from '../engine/outcome.ts';
import type { JudgedPair } from '../engine/relations.ts';
import { judgingVariantsOfRun } from '../engine/variants.ts';
import type { Program } from '../program/program.ts';
import { Guide } from '../workload/guide.ts';
import type { Profile } from '../workload/profile.ts';
import type { BrokenRun } from './broken-run.ts';
import type { CampaignResult, Progress } from './result.ts';
import { Runs } from './runs.ts';
import { Sorter } from './sorter.ts';
import type { Shrinking } from './sorter.ts';
import { Tally } from './tally.ts';

export interface CampaignSettings {
  readonly subject: SubjectDefinition;
  /** What to judge by; those that the subject offers no view for are reported as not run. */
  readonly catalogue: readonly AnyInvariant[];
  readonly profile: Profile;
  /** 32 bits. Fresh program `i` is generated from this and `i` alone; without guidance all are fresh. */
  readonly seed: number;
  /** Generated programs at most. */
  readonly runs: number;
  /** Distinct bugs after which it ends; 1 where not given. */
  readonly maxFindings?: number;
  /** Programs that run first: the corpus. */
  readonly first: readonly Program[];
  /** What to judge pairs of runs by; none where not given. */
  readonly relations?: readonly Relation[];
  /** For those of `first` that broke a relation: what its rewriting drew from. */
  readonly seeds?: ReadonlyMap<Program, number>;
}

/** Runs to their end without asking anybody. */
export function runCampaign(settings: CampaignSettings): CampaignResult {
  const steps = campaign(settings);
  for (;;) {
    const { done, value } = steps.next(true);
    if (done === true) return value;
  }
}

/**
 * @yields   after each run, and each evaluation of the shrinker; a campaign goes on when `next` is given true
 * @returns  what was found: each bug once, shrunk
 */
export function* campaign(
  settings: CampaignSettings,
): Generator<Progress, CampaignResult, boolean> {
  const { subject, profile, seed, first, maxFindings = 1 } = settings;
  const catalogue = askable(applicable(settings.catalogue, subject.offers), subject);
  const relations = applicableRelations(settings.relations ?? [], subject);
  const tally = new Tally(catalogue, relations);
  const sorter = new Sorter(maxFindings);
  const progress = (shrinking?: Shrinking): Progress => {
    const { runs, commands, reached, marks } = tally;
    const known = sorter.findings;
    const shrink = shrinking === undefined ? undefined : sorter.shrink;
    return { runs, commands, findings: known.length, known, reached, marks, shrinking, shrink };
  };
  let generated = 0;
  let goesOn = true;
  const guide = new Guide(profile, seed);
  const runs = new Runs(subject, catalogue);
  while (goesOn && !sorter.isFull && tally.runs < first.length + settings.runs) {
    const stored = first[tally.runs];
    const program = stored ?? guide.next();
    const run = stored === undefined ? generated : undefined;
    if (stored === undefined) generated += 1;
    const { ran, outcome } = runs.run(program, stored === undefined);
    tally.add(outcome, program);
    guide.learn(program, outcome);
    const tools = { run, subject, catalogue, relations };
    const broken =
      outcome.findings.length > 0
        ? { ...tools, program: ran, outcome }
        : (brokenByPair(tally.addPairs(pairsOf(program, tools, settings)), tools) ??
          (yield* brokenVariant(program, outcome, { tools, tally, seed, progress })));
    if (broken !== undefined) {
      const steps = sorter.sort({ original: program, ...broken });
      let next = steps.next(true);
      while (next.done !== true) {
        goesOn = yield progress(next.value);
        next = steps.next(goesOn);
      }
      const ids = broken.outcome.findings.map(({ invariant }) => invariant);
      const found = next.value;
      tally.addBroken(
        found === undefined ? ids : [...ids, found.finding.invariant, ...found.alsoBroken],
      );
    }
    if (goesOn && !sorter.isFull) goesOn = yield progress();
  }
  const all = [...settings.catalogue, ...(settings.relations ?? [])];
  const judged = new Set([...catalogue, ...relations].map(({ id }) => id));
  const notRun = all.map(({ id }) => id).filter((id) => !judged.has(id));
  const { findings, unsorted, isFull } = sorter;
  const { unrepeated } = runs;
  const sums = { ...tally.result(), notRun };
  return { subject: subject.id, seed, ...sums, findings, unsorted, unrepeated, isFull };
}

type Tools = Pick<BrokenRun, 'run' | 'subject' | 'catalogue'> & {
  readonly relations: readonly Relation[];
};

/** The pairs of runs that are judged on a program: of a generated one now and then, of a stored one where it broke one. */
function pairsOf(
  program: Program,
  { run, subject: definition, relations }: Tools,
  { seed, seeds }: CampaignSettings,
): readonly JudgedPair[] {
  if (run !== undefined) return judgeRelations(relations, program, { definition, seed, run });
  const stored = seeds?.get(program);
  return stored === undefined ? [] : judgePairs(relations, { program, definition, seed: stored });
}

/**
 * The first pair that disagrees. Where one of its programs breaks an invariant, that is what is broken: it says more of
 * what is wrong.
 */
function brokenByPair(pairs: readonly JudgedPair[], tools: Tools): BrokenRun | undefined {
  const pair = pairs.find(({ finding }) => finding !== undefined);
  if (pair?.finding === undefined) return undefined;
  const explanation = explanationOf(pair, tools.subject, tools.catalogue);
  if (explanation?.outcome.findings.length === 0) return undefined;
  const outcome = { findings: [pair.finding] };
  return { ...tools, program: pair.first, outcome, ...explanation };
}

interface VariantTools {
  readonly tools: Tools;
  readonly tally: Tally;
  readonly seed: number;
  readonly progress: () => Progress;
}

/** The first variant of a generated program that breaks an invariant, where its variants are judged. */
function* brokenVariant(
  program: Program,
  outcome: Outcome,
  { tools, tally, seed, progress }: VariantTools,
): Generator<Progress, BrokenRun | undefined, boolean> {
  const { run, subject: definition, catalogue } = tools;
  if (run === undefined) return undefined;
  const steps = judgingVariantsOfRun(program, outcome, { definition, catalogue, seed, run });
  let next = steps.next(true);
  while (next.done !== true) next = steps.next(yield progress());
  const varied = next.value;
  tally.variants.add(varied);
  const { broken } = varied ?? {};
  return broken && { ...tools, ...broken, original: broken.program };
}
