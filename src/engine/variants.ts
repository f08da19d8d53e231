/**
 * Runs variants of a program and judges them like any program: each call of the operating system refused (refusals.ts), and
 * other schedules (schedules.ts). A variant is a plain program with another fault plan, or other pauses: what it breaks
 * shrinks, is recorded and replays as usual.
 */
import { spread } from '../base/lists.ts';
import { mixSeed } from '../base/prng.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Program } from '../program/program.ts';
import { execute } from './execute.ts';
import type { Outcome } from './outcome.ts';
import { Refusing, refusalsOf } from './refusals.ts';
import { schedulesOf } from './schedules.ts';

/** Variants of one kind that were run and judged. */
export interface VariantCount {
  readonly variants: number;
  /** Whether none was left out: of the schedules, none with at most two preemptions. */
  readonly isAll: boolean;
}

export interface Varied {
  /** Undefined where none were to be run, or something broke before. */
  readonly refusals: VariantCount | undefined;
  readonly schedules: VariantCount | undefined;
  /** The first that broke something, which ended it. */
  readonly broken: { readonly program: Program; readonly outcome: Outcome } | undefined;
}

/** How many are run at most. */
export interface VariantLimits {
  /** Two for each call of the operating system, of which some make two variants. */
  readonly refusals: number;
  readonly schedules: number;
}

export interface VariantSettings extends VariantLimits {
  readonly definition: SubjectDefinition;
  readonly catalogue: readonly AnyInvariant[];
  /** What random schedules draw from. */
  readonly seed: number;
}

interface Judged extends VariantCount {
  readonly broken?: Varied['broken'];
}

/** Runs all without asking anybody. @param outcome  of the program as it is, which broke nothing */
export function judgeVariants(
  program: Program,
  outcome: Outcome,
  settings: VariantSettings,
): Varied {
  const steps = judging(program, outcome, settings);
  for (;;) {
    const { done, value } = steps.next(true);
    if (done === true) return value;
  }
}

/** The same, step by step: yields after each variant, and goes on when `next` is given true. */
function* judging(
  program: Program,
  outcome: Outcome,
  settings: VariantSettings,
): Generator<undefined, Varied, boolean> {
  const { refusals: refusalsMax, schedules: most } = settings;
  const refusals =
    refusalsMax === 0 ? undefined : yield* judged(refusing(program, outcome, settings), settings);
  const schedules =
    most === 0 || refusals?.broken !== undefined
      ? undefined
      : yield* judged(schedulesOf(program, { ...settings, most }), settings);
  return { refusals, schedules, broken: refusals?.broken ?? schedules?.broken };
}

/**
 * On every so many-th program of a campaign variants are judged: the last of each so many. So they take some 9 % of its time.
 */
const PERIOD = 100;
/** Of one program of a campaign. */
const LIMITS: VariantLimits = { refusals: 24, schedules: 16 };

/**
 * The variants of program `run` of a campaign, a function of the campaign's seed and of `run`; undefined where none are run.
 *
 * @yields  after each variant, and goes on when `next` is given true
 */
export function* judgingVariantsOfRun(
  program: Program,
  outcome: Outcome,
  {
    run,
    seed,
    ...judges
  }: Pick<VariantSettings, 'definition' | 'catalogue' | 'seed'> & { readonly run: number },
): Generator<undefined, Varied | undefined, boolean> {
  const isTurn = run % PERIOD === PERIOD - 1 && judges.catalogue.length > 0;
  if (!isTurn || outcome.findings.length > 0 || outcome.brokeDown) return undefined;
  const settings = { ...judges, ...LIMITS, seed: mixSeed(seed, run) };
  return yield* judging(program, outcome, settings);
}

/** @returns whether no call was left out */
function* refusing(
  program: Program,
  outcome: Outcome,
  { definition, refusals }: VariantSettings,
): Generator<Program, boolean, undefined> {
  const all = refusalsOf(program, outcome);
  const refusing = new Refusing(program, definition);
  for (const each of spread(all, refusals)) yield* refusing.variants(each);
  return all.length <= refusals;
}

function* judged(
  programs: Generator<Program, boolean, undefined>,
  { definition, catalogue }: VariantSettings,
): Generator<undefined, Judged, boolean> {
  let variants = 0;
  for (;;) {
    const { done, value } = programs.next();
    if (done === true) return { variants, isAll: value };
    const outcome = execute(value, definition, catalogue);
    variants += 1;
    if (outcome.findings.length > 0)
      return { variants, isAll: false, broken: { program: value, outcome } };
    if (!(yield undefined)) return { variants, isAll: false };
  }
}
