/** What replaying files showed, for machines. */
import { JSON_VERSION, findingJson } from './finding-json.ts';
import { checksOf } from './invariants-text.ts';
import { verdictCounts } from './replay-text.ts';
import type { Recorded, ReplayReport } from './replay-text.ts';
import type { RecordedJson, ReplayJson, ReplayedJson } from './schema/replay.ts';
import { variantsJson } from './variants-json.ts';
import { ofOneProgram } from './variants-text.ts';

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
