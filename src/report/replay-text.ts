/** What replaying one file showed, for people. */
import type { Paint } from './paint.ts';
import type { Outcome } from '../engine/outcome.ts';
import type { Varied } from '../engine/variants.ts';
import { deeds } from './deeds.ts';
import { findingText } from './finding-text.ts';
import type { FindingReport } from './finding.ts';
import { checksOf, gapsText, heldText, judgedText } from './invariants-text.ts';
import type { Judged } from './invariants-text.ts';
import type { TextOptions } from './run-text.ts';
import { variedText } from './variants-text.ts';
import { amount, byteSize, counted, duration, wrapped } from './words.ts';

/** What kind of file was replayed. */
export type ReplayFormat = 'program' | 'recording' | 'mtrace';

export interface ReplayReport {
  readonly file: string;
  readonly format: ReplayFormat;
  /** Id of the subject that ran it. */
  readonly subject: string;
  /** Operations that the file holds: of a trace its events, of a program its commands. */
  readonly events: number;
  readonly outcome: Outcome;
  readonly invariants: readonly Judged[];
  /** Those that were asked for, or that the recording broke. */
  readonly relations: readonly Judged[];
  /** Of the program's variants; undefined where none were asked for, or it broke as it is. */
  readonly varied: Varied | undefined;
  readonly notRun: readonly string[];
  readonly findings: readonly FindingReport[];
  readonly verdict: Verdict;
  readonly seconds: number;
}

/** How the run compares with the file. */
export type Verdict =
  | { readonly kind: 'held' }
  | { readonly kind: 'broke' }
  /** A recording, whose invariant did not run; what did run held. */
  | { readonly kind: 'unjudged'; readonly recorded: string }
  /** A recording, of which all invariants hold now. */
  | { readonly kind: 'fixed'; readonly recorded: string }
  /** A recording that breaks as it was recorded. */
  | { readonly kind: 'repeated'; readonly recorded: string }
  /** A recording that breaks something else, or elsewhere. */
  | { readonly kind: 'diverged'; readonly recorded: string };

export function replayText(report: ReplayReport, { paint, verbose }: TextOptions): string {
  const { file, outcome, invariants, relations, varied, notRun, findings, seconds } = report;
  const judged = [...invariants, ...relations];
  const vacuous = judged.filter(({ judged }) => judged === 0).map(({ id }) => id);
  const work = `${counted(outcome.commands, 'command')}, ${amount(checksOf(invariants))} checks`;
  const lines = [
    `${paint.bold(file)} (${sizeText(report)}) on ${report.subject}`,
    `  ${verdictText(report, paint)}`,
    `  ${work}, ${duration(seconds)}`,
    ...wrapped('  did', deeds(outcome.effective)),
    `  ${memoryText(outcome)}`,
    ...(varied === undefined ? [] : variedText(varied)),
    ...(verbose ? judgedText(judged, paint) : []),
    ...(verbose ? [''] : []),
    ...gapsText(verbose ? vacuous : [], notRun, paint),
    ...findings.flatMap((finding) => ['', ...findingText(finding, paint)]),
  ];
  return `${lines.join('\n')}\n`;
}

function sizeText({ format, events }: ReplayReport): string {
  if (format === 'mtrace') return `trace of ${counted(events, 'event')}`;
  return `${format} of ${counted(events, 'command')}`;
}

function verdictText(report: ReplayReport, paint: Paint): string {
  const { verdict, invariants, relations, findings } = report;
  const held = heldText(invariants, relations);
  const [first] = findings;
  const now = first && `${first.finding.invariant} at step ${first.finding.step}`;
  switch (verdict.kind) {
    case 'held':
      return paint.green(held);
    case 'broke':
      return paint.red(`broke ${now}`);
    case 'unjudged':
      return `${paint.yellow('not judged')}: recorded as breaking ${verdict.recorded}, which did not run; ${held}`;
    case 'fixed':
      return `${paint.green('fixed')}: recorded as breaking ${verdict.recorded}; now ${held}`;
    case 'repeated':
      return paint.red(`still breaks ${verdict.recorded}, as recorded`);
    case 'diverged':
      return paint.yellow(`left its recording: ${verdict.recorded} was recorded, now ${now}`);
  }
}

function memoryText({ peakLiveBytes, peakCommittedBytes }: Outcome): string {
  const live = `peak live ${byteSize(peakLiveBytes)}`;
  if (peakCommittedBytes === 0) return live;
  const ratio =
    peakLiveBytes === 0 ? '' : ` (${(peakCommittedBytes / peakLiveBytes).toFixed(2)} x)`;
  return `${live}, peak footprint ${byteSize(peakCommittedBytes)}${ratio}`;
}

/** What the files together showed, where there are several; the last lines replay what broke. */
export function replaySummary(reports: readonly ReplayReport[], paint: Paint): string {
  if (reports.length < 2) return '';
  const broken = reports.filter(({ findings }) => findings.length > 0);
  const files = counted(reports.length, 'file');
  const unjudged = reports.filter(({ verdict }) => verdict.kind === 'unjudged').length;
  if (broken.length === 0 && unjudged > 0)
    return `\n${paint.yellow(`${files}: what ran held; ${counted(unjudged, 'recording')} not judged`)}\n`;
  if (broken.length === 0) return `\n${paint.green(`${files}: all held`)}\n`;
  const lines = broken.flatMap(({ findings }) => findings.map(({ replay }) => `replay: ${replay}`));
  return `\n${paint.red(`${broken.length} of ${files} broke an invariant`)}\n${lines.join('\n')}\n`;
}
