/**
 * A trial: one mutant looked for from one seed, as `allocheck run` would look for it.
 *
 * A crash is no catch, so a program that only breaks the subject down does not end it: the next one is run.
 *
 * It is a generator that yields after each program, so that whoever drives it sees that it goes on: a mutant may make a
 * loop endless.
 */
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import type { Relation } from '../../spec/relation.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { everyBreak } from '../engine/execute.ts';
import { applicable } from '../engine/judge.ts';
import { commandCount } from '../program/program.ts';
import { printProgram } from '../program/text.ts';
import type { Profile } from '../workload/profile.ts';
import { campaign } from './campaign.ts';
import type { CampaignSettings } from './campaign.ts';
import type { CampaignFinding, CampaignResult } from './result.ts';

/** The invariant that only says that the subject threw: it catches no mutant, since a crash is seen without any. */
export const BREAKDOWN = 'client/keeps-running';

/** Runs of programs that the shrinker may take in a trial: what sticks is not worth minutes. */
const EVALUATIONS_MAX = 500;

export type Verdict =
  /** An invariant that the mutant names broke first. */
  | 'caught'
  /** Others broke, and none that it names. */
  | 'misnamed'
  /** No invariant broke in any program, and in some it threw. */
  | 'crash'
  /** A program did not end. */
  | 'hang'
  /** Nothing broke within the budget. */
  | 'missed';

export interface Trial {
  readonly seed: number;
  readonly verdict: Verdict;
  /** Programs that were run, the one that broke included. */
  readonly programs: number;
  /** Commands of these. */
  readonly commands: number;
  /** Ids of what broke first, all at one step. */
  readonly first: readonly string[];
  /** Ids of all that break in that program when it goes on to its end: each would have noticed the mutant alone. */
  readonly kills: readonly string[];
  /** The smallest program, where one was asked for: in text form, and how many commands it has. */
  readonly shrunk: { readonly commands: number; readonly program: string } | undefined;
}

export interface TrialSettings {
  /** The mutant's. */
  readonly subject: SubjectDefinition;
  readonly catalogue: readonly AnyInvariant[];
  readonly relations: readonly Relation[];
  readonly profile: Profile;
  readonly seed: number;
  /** Programs at most. */
  readonly runs: number;
  /** Ids that the mutant names. */
  readonly caughtBy: readonly string[];
  readonly shrinks: boolean;
}

/** @yields  programs so far, and each evaluation of the shrinker */
export function* trial(settings: TrialSettings): Generator<number, Trial, void> {
  const { caughtBy: _, shrinks, ...search } = settings;
  const { seed } = search;
  const isBreakdown = ({ id }: AnyInvariant): boolean => id === BREAKDOWN;
  const catalogue = search.catalogue.filter((invariant) => !isBreakdown(invariant));
  const { runs: programs, commands, findings } = yield* searched({ ...search, catalogue }, shrinks);
  const seen = { seed, programs, commands };
  const [found] = findings;
  if (found !== undefined) return { ...seen, ...judged(found, { ...settings, catalogue }) };
  const alone = { ...search, catalogue: search.catalogue.filter(isBreakdown), relations: [] };
  const crashed = yield* searched(alone, false);
  const verdict = crashed.findings.length > 0 ? 'crash' : 'missed';
  return { ...seen, verdict, first: [], kills: [], shrunk: undefined };
}

/** @yields  programs so far */
function* searched(
  search: Omit<CampaignSettings, 'first'>,
  shrinks: boolean,
): Generator<number, CampaignResult, void> {
  const steps = campaign({ ...search, first: [], maxFindings: 1 });
  let evaluations = shrinks ? 0 : EVALUATIONS_MAX;
  let next = steps.next(true);
  while (next.done !== true) {
    yield next.value.runs;
    const isShrinking = next.value.shrinking !== undefined;
    if (isShrinking) evaluations += 1;
    next = steps.next(!isShrinking || evaluations < EVALUATIONS_MAX);
  }
  return next.value;
}

function judged(
  { finding, original, shrunk: { program } }: CampaignFinding,
  { subject, catalogue, caughtBy, shrinks }: TrialSettings,
): Pick<Trial, 'verdict' | 'first' | 'kills' | 'shrunk'> {
  const breaks = everyBreak(original, subject, applicable(catalogue, subject.offers));
  const kills = breaks.length > 0 ? breaks.map(idOf) : [finding.invariant];
  const first = breaks.length > 0 ? breaks.filter(isOfStep(breaks[0])).map(idOf) : kills;
  const shrunk = { commands: commandCount(program), program: printProgram(program) };
  return {
    verdict: verdictOf(first, caughtBy),
    first,
    kills,
    shrunk: shrinks ? shrunk : undefined,
  };
}

export function verdictOf(first: readonly string[], caughtBy: readonly string[]): Verdict {
  return first.some((id) => caughtBy.includes(id)) ? 'caught' : 'misnamed';
}

function idOf({ invariant }: Finding): string {
  return invariant;
}

function isOfStep(first: Finding | undefined): (finding: Finding) => boolean {
  return ({ step }) => step === first?.step;
}
