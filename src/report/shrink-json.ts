/** What became of a file's program when it was made smaller, for machines. */
import { JSON_VERSION, findingJson } from './finding-json.ts';
import { recordedJson } from './replay-json.ts';
import type { ShrinkJson } from './schema/replay.ts';
import type { ShrinkReport } from './shrink-text.ts';

export function shrinkJson(report: ShrinkReport): ShrinkJson {
  const { file, format, subject, subjectVersion, verdict, events, commands } = report;
  const { first, smaller, notRun } = report;
  return {
    version: JSON_VERSION,
    file,
    format,
    subject,
    ...(subjectVersion === undefined ? {} : { subjectVersion }),
    verdict: verdict.kind,
    ...('recorded' in verdict ? { recorded: recordedJson(verdict.recorded) } : {}),
    events,
    commands,
    ...(first === undefined ? {} : { first: { invariant: first.invariant, step: first.step } }),
    ...(smaller === undefined ? {} : { ended: smaller.ended }),
    notRun,
    findings: smaller === undefined ? [] : [findingJson(smaller.report)],
  };
}
