/** What became of a file's program when it was made smaller, for machines. */
import { JSON_VERSION, findingJson } from './finding-json.ts';
import type { FindingJson } from './finding-json.ts';
import { recordedJson } from './replay-json.ts';
import type { RecordedJson } from './replay-json.ts';
import type { ReplayFormat, Verdict } from './replay-text.ts';
import type { Ended, ShrinkReport } from './shrink-text.ts';

export interface ShrinkJson {
  readonly version: typeof JSON_VERSION;
  readonly file: string;
  readonly format: ReplayFormat;
  readonly subject: string;
  /** Absent where the subject states none. */
  readonly subjectVersion?: string;
  /** On the file's program, before it was made smaller. */
  readonly verdict: Verdict['kind'];
  /** What a recording says of itself. Absent of other files, and where its verdict is one of a program. */
  readonly recorded?: RecordedJson;
  /** Operations that the file holds: of a trace its events, of a program its commands. */
  readonly events: number;
  /** Of the file's program. */
  readonly commands: number;
  /** What the file's program broke first. Absent where it broke nothing. */
  readonly first?: { readonly invariant: string; readonly step: number };
  /** Why nothing smaller was looked for. Absent where nothing was made smaller. */
  readonly ended?: Ended;
  readonly notRun: readonly string[];
  /** One, or none where nothing was made smaller. */
  readonly findings: readonly FindingJson[];
}

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
