/**
 * A campaign: many generated programs run against one subject, until one breaks an invariant or the budget is used.
 *
 * It is a generator: it yields after each run, and whoever drives it decides whether it goes on. So it knows no clock
 * and no terminal, and the same settings give the same result.
 */
import { mixSeed, Prng } from '../base/prng.ts';
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import type { Mark } from '../../spec/mark.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { applicable } from '../engine/judge.ts';
import { execute } from '../engine/execute.ts';
import type { Outcome } from '../engine/outcome.ts';
import { shrinking } from '../engine/shrink.ts';
import type { Shrunk } from '../engine/shrink.ts';
import type { Program } from '../program/program.ts';
import { generateProgram } from '../workload/generate.ts';
import type { Profile } from '../workload/profile.ts';
import type {
  CampaignFinding,
  CampaignResult,
  JudgedInvariant,
  MarkTally,
  Progress,
} from './result.ts';

export interface CampaignSettings {
  readonly subject: SubjectDefinition;
  /** What to judge by; those that the subject offers no view for are reported as not run. */
  readonly catalogue: readonly AnyInvariant[];
  readonly profile: Profile;
  /** 32 bits. Run `i` is generated from this and `i` alone. */
  readonly seed: number;
  /** Generated programs at most. */
  readonly runs: number;
  /** Programs that run first: the corpus. */
  readonly first: readonly Program[];
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
 * @yields   after each run; a campaign goes on when `next` is given true
 * @returns  what was found; a finding ends the campaign, shrunk
 */
export function* campaign(
  settings: CampaignSettings,
): Generator<Progress, CampaignResult, boolean> {
  const { subject, profile, seed, first } = settings;
  const catalogue = applicable(settings.catalogue, subject.offers);
  const tally = new Tally(catalogue);
  let finding: CampaignFinding | undefined;
  let generated = 0;
  while (finding === undefined && tally.runs < first.length + settings.runs) {
    const stored = first[tally.runs];
    const program = stored ?? generateProgram(new Prng(mixSeed(seed, generated)), profile);
    const outcome = execute(program, subject, catalogue);
    tally.add(outcome);
    const run = stored === undefined ? generated : undefined;
    if (stored === undefined) generated += 1;
    const progress = (findings: number): Progress => ({
      runs: tally.runs,
      commands: tally.commands,
      findings,
    });
    if (outcome.findings.length > 0) {
      const steps = shrinkingFinding({ program, outcome, run, subject, catalogue });
      let next = steps.next(true);
      while (next.done !== true) next = steps.next(yield progress(1));
      finding = next.value;
    } else if (!(yield progress(0))) break;
  }
  const notRun = settings.catalogue
    .filter((invariant) => !catalogue.includes(invariant))
    .map(({ id }) => id);
  const findings = finding === undefined ? [] : [finding];
  return { subject: subject.id, seed, ...tally.result(findings), notRun, findings };
}

/** A run that broke something. */
export interface BrokenRun {
  readonly program: Program;
  readonly outcome: Outcome;
  /** Its number, when it was generated. */
  readonly run: number | undefined;
  readonly subject: SubjectDefinition;
  readonly catalogue: readonly AnyInvariant[];
}

/** The smallest program that breaks the invariant that this run broke first. */
export function shrinkFinding(broken: BrokenRun): CampaignFinding {
  const steps = shrinkingFinding(broken);
  for (;;) {
    const { done, value } = steps.next(true);
    if (done === true) return value;
  }
}

/** The same, step by step: yields after each evaluation, and goes on when `next` is given true. */
function* shrinkingFinding(broken: BrokenRun): Generator<number, CampaignFinding, boolean> {
  const { program, outcome, subject, catalogue } = broken;
  const { invariant } = outcome.findings[0] as Finding;
  const breaks = (candidate: Program): boolean =>
    execute(candidate, subject, catalogue).findings.some((each) => each.invariant === invariant);
  const shrunk = yield* shrinking(program, breaks, { edges: subject.edges });
  const { findings } = execute(shrunk.program, subject, catalogue);
  const again = findings.find((each) => each.invariant === invariant);
  return again === undefined ? unrepeated(broken, shrunk) : found(broken, shrunk, again, findings);
}

function found(
  { program, run }: BrokenRun,
  shrunk: Shrunk,
  finding: Finding,
  findings: readonly Finding[],
): CampaignFinding {
  return {
    finding,
    repeats: true,
    alsoBroken: findings.filter((each) => each !== finding).map((each) => each.invariant),
    run,
    original: program,
    shrunk: { program: shrunk.program, evaluations: shrunk.evaluations },
  };
}

/** The subject did otherwise when it was given the same program again. */
function unrepeated(
  { program, outcome, run }: BrokenRun,
  { evaluations }: Shrunk,
): CampaignFinding {
  const [finding, ...others] = outcome.findings as [Finding, ...Finding[]];
  return {
    finding,
    repeats: false,
    alsoBroken: others.map((each) => each.invariant),
    run,
    original: program,
    shrunk: { program, evaluations },
  };
}

/** Sums over runs. */
class Tally {
  runs = 0;
  commands = 0;
  readonly #catalogue: readonly AnyInvariant[];
  readonly #judged: Float64Array;
  readonly #effective: number[] = [];
  #marks: readonly Mark[] = [];
  /** Runs that reached a mark, by its id. */
  readonly #reached = new Map<string, number>();

  constructor(catalogue: readonly AnyInvariant[]) {
    this.#catalogue = catalogue;
    this.#judged = new Float64Array(catalogue.length);
  }

  add(outcome: Outcome): void {
    this.runs += 1;
    this.commands += outcome.commands;
    for (const [i, judged] of outcome.judged.entries())
      this.#judged[i] = (this.#judged[i] as number) + judged;
    for (const [op, times] of outcome.effective.entries())
      this.#effective[op] = (this.#effective[op] ?? 0) + times;
    this.#marks = outcome.marks;
    for (const id of outcome.reached) this.#reached.set(id, (this.#reached.get(id) ?? 0) + 1);
  }

  result(
    findings: readonly CampaignFinding[],
  ): Pick<CampaignResult, 'runs' | 'commands' | 'effective' | 'invariants' | 'marks'> {
    const invariants = this.#catalogue.map(({ id, holds }, i): JudgedInvariant => {
      const judged = this.#judged[i] as number;
      const broken = findings.filter(
        (f) => f.finding.invariant === id || f.alsoBroken.includes(id),
      ).length;
      return { id, holds, judged, broken, vacuous: judged === 0 };
    });
    const marks = this.#marks.map(({ id, when }): MarkTally => ({
      id,
      when,
      runs: this.#reached.get(id) ?? 0,
    }));
    const { runs, commands } = this;
    return { runs, commands, effective: this.#effective, invariants, marks };
  }
}
