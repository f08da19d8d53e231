/**
 * A campaign: many generated programs run against one subject, until one breaks an invariant or the budget is used.
 *
 * It is a generator: it yields after each run, and whoever drives it decides whether it goes on. So it knows no clock
 * and no terminal, and the same settings give the same result.
 */
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import type { Mark } from '../../spec/mark.ts';
import type { Relation } from '../../spec/relation.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { applicable } from '../engine/judge.ts';
import { execute } from '../engine/execute.ts';
import type { Outcome } from '../engine/outcome.ts';
import {
  applicableRelations,
  brokenPairs,
  explanationOf,
  judgePairs,
  judgeRelations,
} from '../engine/relations.ts';
import type { JudgedPair } from '../engine/relations.ts';
import { shrinking } from '../engine/shrink.ts';
import type { Shrunk } from '../engine/shrink.ts';
import type { Program } from '../program/program.ts';
import { Guide } from '../workload/guide.ts';
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
  /** 32 bits. Fresh program `i` is generated from this and `i` alone; without guidance all are fresh. */
  readonly seed: number;
  /** Generated programs at most. */
  readonly runs: number;
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
 * @yields   after each run; a campaign goes on when `next` is given true
 * @returns  what was found; a finding ends the campaign, shrunk
 */
export function* campaign(
  settings: CampaignSettings,
): Generator<Progress, CampaignResult, boolean> {
  const { subject, profile, seed, first } = settings;
  const catalogue = applicable(settings.catalogue, subject.offers);
  const relations = applicableRelations(settings.relations ?? [], subject);
  const tally = new Tally(catalogue, relations);
  let finding: CampaignFinding | undefined;
  let generated = 0;
  const guide = new Guide(profile, seed);
  while (finding === undefined && tally.runs < first.length + settings.runs) {
    const stored = first[tally.runs];
    const program = stored ?? guide.next();
    const run = stored === undefined ? generated : undefined;
    if (stored === undefined) generated += 1;
    const outcome = execute(program, subject, catalogue);
    tally.add(outcome);
    guide.learn(program, outcome);
    const tools = { run, subject, catalogue, relations };
    const broken =
      outcome.findings.length > 0
        ? { ...tools, program, outcome }
        : brokenByPair(tally.addPairs(pairsOf(program, tools, settings)), tools);
    const progress = (findings: number): Progress => ({
      runs: tally.runs,
      commands: tally.commands,
      findings,
    });
    if (broken !== undefined) {
      const steps = shrinkingFinding({ ...broken, original: program });
      let next = steps.next(true);
      while (next.done !== true) next = steps.next(yield progress(1));
      finding = next.value;
    } else if (!(yield progress(0))) break;
  }
  const all = [...settings.catalogue, ...(settings.relations ?? [])];
  const judged = new Set([...catalogue, ...relations].map(({ id }) => id));
  const notRun = all.map(({ id }) => id).filter((id) => !judged.has(id));
  const findings = finding === undefined ? [] : [finding];
  return { subject: subject.id, seed, ...tally.result(findings), notRun, findings };
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

/** A run that broke something. */
export interface BrokenRun {
  readonly program: Program;
  readonly outcome: Pick<Outcome, 'findings'>;
  /** Its number, when it was generated. */
  readonly run: number | undefined;
  readonly subject: SubjectDefinition;
  readonly catalogue: readonly AnyInvariant[];
  /** Where a relation broke: it, and others. */
  readonly relations?: readonly Relation[];
  /** What the program was rewritten from, where another one was generated. */
  readonly original?: Program;
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
  const { program, outcome, subject, relations = [] } = broken;
  const [{ invariant }] = outcome.findings as [Finding];
  const only = relations.filter(({ id }) => id === invariant);
  const fails = (candidate: Program): boolean =>
    breaksOf(candidate, { ...broken, relations: only }).some(
      ({ finding }) => finding.invariant === invariant,
    );
  const shrunk = yield* shrinking(program, fails, { edges: subject.edges });
  const breaks = breaksOf(shrunk.program, broken);
  const again = breaks.find(({ finding }) => finding.invariant === invariant);
  return again === undefined ? unrepeated(broken, shrunk) : found(broken, shrunk, again, breaks);
}

/** A finding and, where it is of a relation, what the second run was of. */
interface Break {
  readonly finding: Finding;
  readonly second?: Program;
}

/** What a program breaks: invariants, or relations where it was one that broke. */
function breaksOf(
  program: Program,
  { outcome, subject: definition, catalogue, relations = [] }: BrokenRun,
): readonly Break[] {
  const [{ seed }] = outcome.findings as [Finding];
  if (seed !== undefined) return brokenPairs(relations, { program, definition, seed }, catalogue);
  return execute(program, definition, catalogue).findings.map((finding) => ({ finding }));
}

function found(
  { program, run, original = program }: BrokenRun,
  shrunk: Shrunk,
  { finding, second }: Break,
  breaks: readonly Break[],
): CampaignFinding {
  const others = breaks.filter((each) => each.finding !== finding);
  return {
    finding,
    repeats: true,
    alsoBroken: others.map((each) => each.finding.invariant),
    run,
    original,
    shrunk: { program: shrunk.program, evaluations: shrunk.evaluations },
    second,
  };
}

/** The subject did otherwise when it was given the same program again. */
function unrepeated(
  { program, outcome, run, original = program }: BrokenRun,
  { evaluations }: Shrunk,
): CampaignFinding {
  const [finding, ...others] = outcome.findings as [Finding, ...Finding[]];
  return {
    finding,
    repeats: false,
    alsoBroken: others.map((each) => each.invariant),
    run,
    original,
    shrunk: { program, evaluations },
  };
}

/** Sums over runs. */
class Tally {
  runs = 0;
  commands = 0;
  readonly #catalogue: readonly AnyInvariant[];
  readonly #judged: Float64Array;
  readonly #relations: readonly Relation[];
  /** By relation. */
  readonly #pairs = new Map<Relation, number>();
  readonly #effective: number[] = [];
  #marks: readonly Mark[] = [];
  /** Runs that reached a mark, by its id. */
  readonly #reached = new Map<string, number>();

  constructor(catalogue: readonly AnyInvariant[], relations: readonly Relation[]) {
    this.#catalogue = catalogue;
    this.#relations = relations;
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

  addPairs(pairs: readonly JudgedPair[]): readonly JudgedPair[] {
    for (const { relation } of pairs)
      this.#pairs.set(relation, (this.#pairs.get(relation) ?? 0) + 1);
    return pairs;
  }

  result(
    findings: readonly CampaignFinding[],
  ): Pick<
    CampaignResult,
    'runs' | 'commands' | 'effective' | 'invariants' | 'relations' | 'marks'
  > {
    const tallyOf = ({ id, holds }: AnyInvariant | Relation, judged: number): JudgedInvariant => {
      const broken = findings.filter(
        (f) => f.finding.invariant === id || f.alsoBroken.includes(id),
      ).length;
      return { id, holds, judged, broken, vacuous: judged === 0 };
    };
    const invariants = this.#catalogue.map((each, i) => tallyOf(each, this.#judged[i] as number));
    const relations = this.#relations.map((each) => tallyOf(each, this.#pairs.get(each) ?? 0));
    const marks = this.#marks.map(({ id, when }): MarkTally => ({
      id,
      when,
      runs: this.#reached.get(id) ?? 0,
    }));
    const { runs, commands } = this;
    return { runs, commands, effective: this.#effective, invariants, relations, marks };
  }
}
