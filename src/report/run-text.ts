/** What a campaign showed, for people. */
import type { Paint } from './paint.ts';
import type { CampaignResult } from '../campaign/result.ts';
import { deeds } from './deeds.ts';
import { findingText } from './finding-text.ts';
import type { FindingReport } from './finding.ts';
import { allOf, checksOf, gapsText, judgedText, kindsOf, leastText } from './invariants-text.ts';
import { marksText, tallyText } from './marks-text.ts';
import { variantsText } from './variants-text.ts';
import { amount, counted, duration, wrapped } from './words.ts';

/** A campaign with what surrounds it. */
export interface RunReport {
  /** Of the subject. */
  readonly title: string;
  readonly result: CampaignResult;
  readonly findings: readonly FindingReport[];
  /** Programs of the corpus that were run first. */
  readonly recordings: number;
  readonly seconds: number;
  /** By Ctrl-C. */
  readonly interrupted: boolean;
}

export interface TextOptions {
  readonly paint: Paint;
  /** Whether each invariant gets a line. */
  readonly verbose: boolean;
}

export function runText(report: RunReport, { paint, verbose }: TextOptions): string {
  const { title, result, findings, seconds, interrupted } = report;
  const vacuous = vacuousOf(report);
  const least = verbose || findings.length > 0 ? undefined : leastText(result.invariants);
  const lines = [
    `${paint.bold(result.subject)} (${title})`,
    `  ${verdict(report, vacuous.length, paint)}`,
    ...bugsText(report),
    `  ${workText(report)}, ${duration(seconds)}, seed ${result.seed}`,
    ...wrapped('  did', deeds(result.effective)),
    ...variantsText(result.variants),
    ...marksText(result.marks, paint),
    ...(verbose ? judgedText([...result.invariants, ...result.relations], paint) : []),
    ...(verbose ? tallyText(result.marks, paint) : []),
    ...(least === undefined ? [] : [`  judged least: ${least}`]),
    ...(verbose && vacuous.length + result.notRun.length > 0 ? [''] : []),
    ...gapsText(vacuous, result.notRun, paint),
    ...(vacuous.length === 0 || interrupted ? [] : [`  ${ADVICE}`]),
    ...findings.flatMap((finding) => ['', ...findingText(finding, paint)]),
  ];
  return `${lines.join('\n')}\n`;
}

const ADVICE = "run more programs, or leave such out: --invariants '!ID'";

/** Ids of those that met nothing. Where programs ended before their time, since something broke, it tells nothing. */
function vacuousOf({ result }: RunReport): readonly string[] {
  if (result.findings.length > 0) return [];
  const judged = [...result.invariants, ...result.relations];
  return judged.filter((each) => each.vacuous).map(({ id }) => id);
}

function verdict({ result, interrupted }: RunReport, vacuous: number, paint: Paint): string {
  const { invariants, relations } = result;
  const judged = [...invariants, ...relations];
  const broken = judged.filter((each) => each.broken > 0).length;
  const kinds = kindsOf(invariants.length, relations.length);
  const cut = interrupted ? paint.yellow('interrupted; ') : '';
  if (broken > 0) return `${cut}${paint.red(`${broken} of ${kinds} broke`)}`;
  if (vacuous === 0)
    return `${cut}${paint.green(`${allOf(invariants.length, relations.length)} held`)}`;
  const held = `${judged.length - vacuous} of ${kinds} held`;
  return `${cut}${paint.yellow(`${held}, ${vacuous} met nothing to judge`)}`;
}

/** Each bug in how many runs, and what more there may be. */
function bugsText(report: RunReport): readonly string[] {
  const { unrepeated } = report.result;
  const doubt =
    `  ${counted(unrepeated, 'more run')} broke something that did not break again, ` +
    'in a process of its own: not counted';
  return [...knownBugs(report), ...(unrepeated === 0 ? [] : [doubt])];
}

function knownBugs({ result, findings }: RunReport): readonly string[] {
  if (findings.length === 0) return [];
  const { runs, unsorted, isFull } = result;
  const times = findings.map(({ finding, runs: shown = 1 }, i) => {
    return `${finding.invariant} in ${i === 0 ? counted(shown, 'run') : amount(shown)}`;
  });
  const most = counted(findings.length, 'bug');
  const left = unsorted === 1 ? 'and was not looked into' : 'and were not looked into';
  return [
    ...wrapped(`  ${most} in ${counted(runs, 'program')}:`, times),
    ...(unsorted === 0 ? [] : [`  ${counted(unsorted, 'more run')} broke the same, ${left}`]),
    ...(isFull ? [`  ended with the ${most} asked for; there may be more: --max-findings N`] : []),
  ];
}

/** What was run and judged. */
function workText({ result, recordings }: RunReport): string {
  const { runs, commands, invariants } = result;
  const stored = recordings === 0 ? '' : `, ${counted(recordings, 'recording')} among them`;
  return (
    `${counted(runs, 'program')}${stored}, ${counted(commands, 'command')}, ` +
    `${amount(checksOf(invariants))} checks`
  );
}

/** The replay lines again, where the text of another subject came after them. */
export function replayLines(reports: readonly RunReport[]): string {
  if (reports.length < 2) return '';
  const lines = reports.flatMap(({ findings }) =>
    findings.map(({ replay }) => `replay: ${replay}\n`),
  );
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}
