/** What replaying files showed, for machines. */
import { JSON_VERSION, findingJson } from './finding-json.ts';
import type { FindingJson } from './finding-json.ts';
import { checksOf } from './invariants-text.ts';
import { verdictCounts } from './replay-text.ts';
import type { Recorded, ReplayFormat, ReplayReport, Verdict } from './replay-text.ts';
import { variantsJson } from './variants-json.ts';
import type { VariantsJson } from './variants-json.ts';
import { ofOneProgram } from './variants-text.ts';

export interface ReplayJson {
  readonly version: typeof JSON_VERSION;
  /** How many files there are of each verdict. */
  readonly verdicts: Readonly<Record<Verdict['kind'], number>>;
  readonly files: readonly ReplayedJson[];
}

export interface ReplayedJson {
  readonly file: string;
  readonly format: ReplayFormat;
  readonly subject: string;
  /** Absent where the subject states none. */
  readonly subjectVersion?: string;
  readonly verdict: Verdict['kind'];
  /** What a recording says of itself. Absent of other files, and where its verdict is one of a program. */
  readonly recorded?: RecordedJson;
  /** Operations that the file holds: of a trace its events, of a program its commands. */
  readonly events: number;
  /** Commands that ran. */
  readonly commands: number;
  readonly checks: number;
  readonly peakLiveBytes: number;
  /** 0 when the subject offers no view of the operating system. */
  readonly peakCommittedBytes: number;
  readonly invariants: readonly { readonly id: string; readonly judged: number }[];
  readonly relations: readonly { readonly id: string; readonly judged: number }[];
  /** Where they were asked for, and the program itself broke nothing. */
  readonly variants?: VariantsJson;
  readonly notRun: readonly string[];
  readonly findings: readonly FindingJson[];
}

export interface RecordedJson {
  readonly invariant: string;
  readonly step: number;
  /** Of a relation: what its rewriting drew from. */
  readonly seed?: number;
  readonly writtenBy?: string;
  readonly subjectVersion?: string;
}

export function replayJson(reports: readonly ReplayReport[]): ReplayJson {
  const verdicts = Object.fromEntries(verdictCounts(reports)) as ReplayJson['verdicts'];
  return { version: JSON_VERSION, verdicts, files: reports.map(replayedJson) };
}

function replayedJson(report: ReplayReport): ReplayedJson {
  const { file, format, subject, verdict, events, outcome, invariants, relations, notRun } = report;
  const { subjectVersion, varied } = report;
  return {
    file,
    format,
    subject,
    ...(subjectVersion === undefined ? {} : { subjectVersion }),
    verdict: verdict.kind,
    ...('recorded' in verdict ? { recorded: recordedJson(verdict.recorded) } : {}),
    events,
    commands: outcome.commands,
    checks: checksOf(invariants),
    peakLiveBytes: outcome.peakLiveBytes,
    peakCommittedBytes: outcome.peakCommittedBytes,
    invariants: invariants.map(({ id, judged }) => ({ id, judged })),
    relations: relations.map(({ id, judged }) => ({ id, judged })),
    ...(varied === undefined ? {} : { variants: variantsJson(ofOneProgram(varied)) }),
    notRun,
    findings: report.findings.map(findingJson),
  };
}

/** What a recording says of itself. */
export function recordedJson({
  invariant,
  step,
  seed,
  writtenBy,
  subjectVersion,
}: Recorded): RecordedJson {
  return {
    invariant,
    step,
    ...(seed === undefined ? {} : { seed }),
    ...(writtenBy === undefined ? {} : { writtenBy }),
    ...(subjectVersion === undefined ? {} : { subjectVersion }),
  };
}
