/** What replaying files showed, for machines. */
import { JSON_VERSION, findingJson } from './finding-json.ts';
import type { FindingJson } from './finding-json.ts';
import { checksOf } from './invariants-text.ts';
import type { ReplayFormat, ReplayReport, Verdict } from './replay-text.ts';
import { variantsJson } from './variants-json.ts';
import type { VariantsJson } from './variants-json.ts';
import { ofOneProgram } from './variants-text.ts';
import { rounded } from './words.ts';

export interface ReplayJson {
  readonly version: typeof JSON_VERSION;
  readonly files: readonly ReplayedJson[];
}

export interface ReplayedJson {
  readonly file: string;
  readonly format: ReplayFormat;
  readonly subject: string;
  readonly verdict: Verdict['kind'];
  /** Operations that the file holds: of a trace its events, of a program its commands. */
  readonly events: number;
  /** Commands that ran. */
  readonly commands: number;
  readonly checks: number;
  readonly seconds: number;
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

export function replayJson(reports: readonly ReplayReport[]): ReplayJson {
  return { version: JSON_VERSION, files: reports.map(replayedJson) };
}

function replayedJson(report: ReplayReport): ReplayedJson {
  const { file, format, subject, verdict, events, outcome, invariants, relations, varied, notRun } =
    report;
  return {
    file,
    format,
    subject,
    verdict: verdict.kind,
    events,
    commands: outcome.commands,
    checks: checksOf(invariants),
    seconds: rounded(report.seconds),
    peakLiveBytes: outcome.peakLiveBytes,
    peakCommittedBytes: outcome.peakCommittedBytes,
    invariants: invariants.map(({ id, judged }) => ({ id, judged })),
    relations: relations.map(({ id, judged }) => ({ id, judged })),
    ...(varied === undefined ? {} : { variants: variantsJson(ofOneProgram(varied)) }),
    notRun,
    findings: report.findings.map(findingJson),
  };
}
