/** What replaying one file showed, for people. */
import type { Finding } from '../../spec/invariant.ts';
import type { Paint } from './paint.ts';
import type { Outcome } from '../engine/outcome.ts';
import type { Broke, Origin } from '../engine/recording.ts';
import type { Varied } from '../engine/variants.ts';
import { deeds } from './deeds.ts';
import { findingText } from './finding-text.ts';
import type { FindingReport } from './finding.ts';
import { checksOf, gapsText, heldText, judgedText } from './invariants-text.ts';
import type { Judged } from './invariants-text.ts';
import type { TextOptions } from './run-text.ts';
import { variedText } from './variants-text.ts';
import { amount, byteSize, counted, wrapped } from './words.ts';

/** What kind of file was replayed. */
export type ReplayFormat =
  | 'program'
  | 'recording'
  /** Formats of recorded traces. */
  | 'mtrace'
  | 'valgrind'
  | 'heaptrack'
  | 'malloc-lab'
  | 'csv'
  | 'ltrace';

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
  /** What the subject says that its version is. */
  readonly subjectVersion: string | undefined;
}

/** A recording as it was written, for comparison. */
export interface Recorded extends Origin, Broke {}

/** How the run compares with the file. The report has no time in it, so that the same run gives the same report. */
export type Verdict =
  | { readonly kind: 'held' }
  | { readonly kind: 'broke' }
  /** A recording, whose invariant did not run, or met nothing to judge; what did run held. */
  | {
      readonly kind: 'unjudged';
      readonly recorded: Recorded;
      readonly why: 'did not run' | 'met nothing to judge';
    }
  /** A recording, of which all invariants hold now. */
  | { readonly kind: 'fixed'; readonly recorded: Recorded }
  /** A recording that breaks the same invariant at the same step. */
  | { readonly kind: 'still-broken'; readonly recorded: Recorded }
  /** A recording that breaks something else, or elsewhere. */
  | { readonly kind: 'diverged'; readonly recorded: Recorded };

/** Every kind of verdict, the worse ones first. */
export const VERDICTS: readonly Verdict['kind'][] = [
  'broke',
  'still-broken',
  'diverged',
  'unjudged',
  'fixed',
  'held',
];

export function replayText(report: ReplayReport, { paint, verbose }: TextOptions): string {
  const { outcome, invariants, relations, varied, notRun, findings } = report;
  const judged = [...invariants, ...relations];
  const vacuous = judged.filter(({ judged }) => judged === 0).map(({ id }) => id);
  const work = `${counted(outcome.commands, 'command')}, ${amount(checksOf(invariants))} checks`;
  const lines = [
    titleText(report, paint),
    `  ${verdictText(report, findings[0]?.finding, paint)}`,
    ...otherVersionText(report),
    `  ${work}`,
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

/** Which file, of what size, ran on what. */
export function titleText(
  { file, format, events, subject }: Pick<ReplayReport, 'file' | 'format' | 'events' | 'subject'>,
  paint: Paint,
): string {
  const size =
    format === 'program' || format === 'recording'
      ? `${format} of ${counted(events, 'command')}`
      : `trace of ${counted(events, 'event')}`;
  return `${paint.bold(file)} (${size}) on ${subject}`;
}

/** @param first  what broke, as far as it is told */
export function verdictText(
  { verdict, invariants, relations }: Pick<ReplayReport, 'verdict' | 'invariants' | 'relations'>,
  first: Finding | undefined,
  paint: Paint,
): string {
  const held = heldText(invariants, relations);
  const now = first === undefined ? 'nothing' : placeText(first);
  if (verdict.kind === 'held') return paint.green(held);
  if (verdict.kind === 'broke') return paint.red(`broke ${now}`);
  const was = placeText(verdict.recorded);
  switch (verdict.kind) {
    case 'unjudged':
      return `${paint.yellow('not judged')}: recorded as breaking ${was}, which ${verdict.why}; ${held}`;
    case 'fixed':
      return `${paint.green('fixed')}: recorded as breaking ${was}; now ${held}`;
    case 'still-broken':
      return paint.red(`still broken: ${was}, as recorded`);
    case 'diverged':
      return paint.yellow(`diverged: recorded as breaking ${was}; now it breaks ${now}`);
  }
}

function placeText({ invariant, step }: Pick<Broke, 'invariant' | 'step'>): string {
  return `${invariant} at step ${step}`;
}

/** Where a recording was made with another version of the subject: that may be why it does otherwise. */
function otherVersionText({ verdict, subjectVersion }: ReplayReport): readonly string[] {
  if (!('recorded' in verdict)) return [];
  const was = verdict.recorded.subjectVersion;
  if (was === undefined || was === subjectVersion) return [];
  return [`  recorded with version ${was}; this is ${subjectVersion ?? 'of no stated version'}`];
}

/** Of a footprint to what is live, where it says something: of a few blocks in a heap it is of the heap's least size. */
const RATIO_MAX = 100;

function memoryText({ peakLiveBytes, peakCommittedBytes }: Outcome): string {
  const live = `peak live ${byteSize(peakLiveBytes)}`;
  if (peakCommittedBytes === 0) return live;
  const ratio = peakCommittedBytes / peakLiveBytes;
  const told = ratio > RATIO_MAX ? '' : ` (${ratio.toFixed(2)} x)`;
  return `${live}, peak footprint ${byteSize(peakCommittedBytes)}${told}`;
}

/** Files by the verdict on them. */
export function verdictCounts(
  reports: readonly ReplayReport[],
): readonly (readonly [kind: Verdict['kind'], files: number])[] {
  return VERDICTS.map((kind) => [
    kind,
    reports.filter(({ verdict }) => verdict.kind === kind).length,
  ]);
}

/** What the files together showed, where there are several; the last lines replay what broke. */
export function replaySummary(reports: readonly ReplayReport[], paint: Paint): string {
  if (reports.length < 2) return '';
  const files = counted(reports.length, 'file');
  const counts = verdictCounts(reports).filter(([, count]) => count > 0);
  const [[worst]] = counts as [[Verdict['kind'], number]];
  if (worst === 'held') return `\n${paint.green(`${files}: all held`)}\n`;
  const told = counts.map(([kind, count]) => `${amount(count)} ${SAID[kind]}`).join(', ');
  const colour = COLOURS[worst];
  const replays = reports.flatMap(({ findings }) => findings.map(({ replay }) => replay));
  const lines = replays.map((replay) => `replay: ${replay}\n`);
  return `\n${paint[colour](`${files}: ${told}`)}\n${lines.join('')}`;
}

const SAID: Readonly<Record<Verdict['kind'], string>> = {
  broke: 'broke an invariant',
  'still-broken': 'still broken',
  diverged: 'diverged',
  unjudged: 'not judged',
  fixed: 'fixed',
  held: 'held',
};

const COLOURS: Readonly<Record<Verdict['kind'], 'red' | 'yellow' | 'green'>> = {
  broke: 'red',
  'still-broken': 'red',
  diverged: 'yellow',
  unjudged: 'yellow',
  fixed: 'green',
  held: 'green',
};
