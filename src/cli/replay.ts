/** Replays files: programs, recordings and traces, each judged command by command. */
import type { Finding } from '../../spec/invariant.ts';
import { checkWritable } from '../engine/corpus.ts';
import { execute } from '../engine/execute.ts';
import { judgePairs } from '../engine/relations.ts';
import type { JudgedPair } from '../engine/relations.ts';
import type { Outcome } from '../engine/outcome.ts';
import { judgeVariants } from '../engine/variants.ts';
import type { VariantLimits, Varied } from '../engine/variants.ts';
import type { FindingReport } from '../report/finding.ts';
import type { ReplayReport, Verdict } from '../report/replay-text.ts';
import { gapText } from '../trace/trace.ts';
import { EXIT } from './exit.ts';
import { filesOf, lineOfCommand, readInputs } from './inputs.ts';
import type { Input } from './inputs.ts';
import { judgesOf } from './judges.ts';
import type { Judges } from './judges.ts';
import { Keeper } from './keeper.ts';
import type { Terminal } from './terminal.ts';
import { named } from './workbench.ts';
import type { Workbench } from './workbench.ts';

/** Schedules of one program, at most. */
const SCHEDULES_MAX = 2000;

export interface ReplayRequest {
  /** Files, or folders of them. */
  readonly paths: readonly string[];
  /** Patterns of ids. */
  readonly invariants: readonly string[];
  /** Id of the subject to run them on; the one that each names where undefined. */
  readonly subject: string | undefined;
  /** Whether what holds is run again with each call of the operating system refused, and under other schedules. */
  readonly faults?: boolean;
  readonly schedules?: boolean;
  readonly out: string;
}

/**
 * Replays each file and gives its report. All are read before the first one runs.
 *
 * @throws {HarnessError} before anything runs, when a file or a flag is not what it should be
 */
export function* replay(
  request: ReplayRequest,
  workbench: Workbench,
  terminal: Terminal,
): Generator<ReplayReport, void, undefined> {
  const { subject, faults = false, schedules = false, out } = request;
  if (subject !== undefined) named('subject', workbench.subjects, subject);
  const inputs = readInputs(filesOf(request.paths), subject, workbench, terminal.err);
  const judged = inputs.map((input) => {
    return { input, judges: judgesOf(input, request.invariants, workbench) };
  });
  if (faults || schedules) checkWritable(out);
  const keeper = new Keeper(out, workbench.flags, workbench.subjects);
  const limits = { refusals: faults ? Infinity : 0, schedules: schedules ? SCHEDULES_MAX : 0 };
  for (const { input, judges } of judged) {
    yield replayInput(input, { judges, limits, keeper, terminal });
  }
}

/** @param asked  whether the invariants were asked for, so that each must have met something */
export function replayExit(
  { verdict, invariants, relations }: Pick<ReplayReport, 'verdict' | 'invariants' | 'relations'>,
  asked: boolean,
): number {
  if (verdict.kind === 'diverged') return EXIT.DIVERGED;
  if (verdict.kind === 'broke' || verdict.kind === 'still-broken') return EXIT.BROKEN;
  const all = [...invariants, ...relations];
  return asked && all.some(({ judged }) => judged === 0) ? EXIT.VACUOUS : EXIT.HELD;
}

interface Tools {
  readonly judges: Judges;
  readonly limits: VariantLimits;
  readonly keeper: Keeper;
  readonly terminal: Terminal;
}

function replayInput(input: Input, tools: Tools): ReplayReport {
  const { file, format, events, subject, trace } = input;
  for (const gap of trace?.gaps ?? []) tools.terminal.err(`${file}:${gapText(gap)}\n`);
  const { outcome, pairs, broken, verdict, ...judged } = judgeInput(input, tools.judges);
  const varied = broken.length === 0 ? variedOf(input, outcome, tools) : undefined;
  const findings = [
    ...reportsOf(input, broken, pairs, tools),
    ...(varied?.broken === undefined ? [] : variantReports(input, varied.broken, tools)),
  ];
  return {
    file,
    format,
    subject: subject.id,
    events,
    outcome,
    ...judged,
    varied,
    findings,
    verdict: varied?.broken === undefined ? verdict : { kind: 'broke' },
    subjectVersion: subject.version,
  };
}

/** A file's program as it ran, and what was made of that. */
export interface JudgedInput extends Pick<
  ReplayReport,
  'outcome' | 'invariants' | 'relations' | 'notRun' | 'verdict'
> {
  readonly pairs: readonly JudgedPair[];
  /** What broke at the first step at which anything did, or which pairs of runs disagree. */
  readonly broken: readonly Finding[];
}

/** Runs the program of a file, as it is. */
export function judgeInput(input: Input, judges: Judges): JudgedInput {
  const { program, subject, broke } = input;
  const { catalogue, relations: related, notRun } = judges;
  const outcome = execute(program, subject, catalogue);
  const pairs = judgePairs(related, { program, definition: subject, seed: broke?.seed ?? 0 });
  const disagreements = pairs.flatMap(({ finding }) => finding ?? []);
  const broken = outcome.findings.length > 0 ? outcome.findings : disagreements;
  const invariants = catalogue.map(({ id, holds }, i) => {
    return { id, holds, judged: outcome.judged[i] as number };
  });
  const relations = related.map(({ id, holds }) => {
    return { id, holds, judged: pairs.some(({ relation }) => relation.id === id) ? 1 : 0 };
  });
  const own = [...invariants, ...relations].find(({ id }) => id === broke?.invariant);
  const verdict = verdictOf(input, own?.judged, broken);
  return { outcome, pairs, broken, invariants, relations, notRun, verdict };
}

/** The variants that were asked for; undefined where none were. */
function variedOf(
  { program, subject: definition, broke }: Input,
  outcome: Outcome,
  { judges: { catalogue }, limits }: Tools,
): Varied | undefined {
  if (limits.refusals === 0 && limits.schedules === 0) return undefined;
  const seed = broke?.seed ?? 0;
  return judgeVariants(program, outcome, { ...limits, definition, catalogue, seed });
}

/** What a variant of the program breaks. It is in no file yet. */
function variantReports(
  input: Input,
  { program, outcome }: NonNullable<Varied['broken']>,
  tools: Tools,
): readonly FindingReport[] {
  const own = { format: 'program', broke: undefined, trace: undefined } as const;
  const variant: Input = { ...input, ...own, program };
  return reportsOf(variant, outcome.findings, [], tools).map((report) => {
    const file = tools.keeper.keep(report, tools.terminal);
    return { ...report, file, replay: tools.keeper.replayLine(file) };
  });
}

/**
 * What the run shows of the recording: whether it is fixed can be said only where its invariant judged something.
 *
 * @param judged  how often its invariant did; undefined where that did not run
 */
function verdictOf(
  { broke, origin }: Input,
  judged: number | undefined,
  findings: readonly Finding[],
): Verdict {
  const isHeld = findings.length === 0;
  if (broke === undefined || (judged === undefined && !isHeld))
    return { kind: isHeld ? 'held' : 'broke' };
  const { invariant, step } = broke;
  const recorded = { ...broke, ...origin };
  if (judged === undefined) return { kind: 'unjudged', recorded, why: 'did not run' };
  if (isHeld && judged === 0) return { kind: 'unjudged', recorded, why: 'met nothing to judge' };
  if (isHeld) return { kind: 'fixed', recorded };
  const isSame = findings.some((each) => each.invariant === invariant && each.step === step);
  return { kind: isSame ? 'still-broken' : 'diverged', recorded };
}

/** What broke at the first step at which anything did, as one finding. */
function reportsOf(
  input: Input,
  findings: readonly Finding[],
  pairs: readonly JudgedPair[],
  { judges: { catalogue, relations }, keeper }: Tools,
): readonly FindingReport[] {
  const { file, program, broke } = input;
  const finding = findings.find((each) => each.invariant === broke?.invariant) ?? findings[0];
  if (finding === undefined) return [];
  const invariant = [...catalogue, ...relations].find(({ id }) => id === finding.invariant);
  const alsoBroken = findings.filter((each) => each !== finding).map((each) => each.invariant);
  const line = lineOfCommand(input, finding.step);
  const replayed = keeper.replayLine(file);
  const pair = pairs.find((each) => each.finding === finding);
  const ran = { program: pair?.first ?? program, second: pair?.second };
  const shared = { finding, invariant, alsoBroken, ...ran };
  const told = { ...shared, shrunk: undefined, file: undefined };
  return [{ ...told, line, replay: replayed }];
}
