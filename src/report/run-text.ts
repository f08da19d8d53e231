/** What a campaign showed, for people. */
import type { Paint } from './paint.ts';
import type { CampaignResult, JudgedInvariant } from '../campaign/result.ts';
import { deeds } from './deeds.ts';
import { findingText } from './finding-text.ts';
import type { FindingReport } from './finding.ts';
import { allOf, checksOf, gapsText, judgedText, kindsOf, leastText } from './invariants-text.ts';
import { marksText, tallyText } from './marks-text.ts';
import { variantsText } from './variants-text.ts';
import { amount, counted, duration, listed, wrapped } from './words.ts';

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
  /** Whether the findings were told before, each when it was known. */
  readonly told?: boolean;
}

export function runText(report: RunReport, { paint, verbose, told = false }: TextOptions): string {
  const { title, result, findings, seconds, interrupted } = report;
  const vacuous = vacuousOf(report);
  const least = verbose || findings.length > 0 ? undefined : leastText(result.invariants);
  const lines = [
    `${paint.bold(result.subject)} (${title})`,
    `  ${paintedVerdict(report, paint)}`,
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
    ...(told ? [] : findings.flatMap((finding) => ['', ...findingText(finding, paint)])),
  ];
  return `${lines.join('\n')}\n`;
}

const ADVICE = "run more programs, or leave such out: --invariants '!ID'";

/** Ids of those that met nothing. Where programs ended before their time, since something broke, it tells nothing. */
export function vacuousOf({ result }: Pick<RunReport, 'result'>): readonly string[] {
  if (result.findings.length > 0) return [];
  const judged = [...result.invariants, ...result.relations];
  return judged.filter((each) => each.vacuous).map(({ id }) => id);
}

/** What held or broke, on one line. */
export function verdictText(report: Pick<RunReport, 'result' | 'interrupted'>): string {
  return `${report.interrupted ? 'interrupted; ' : ''}${said(report)}`;
}

function said({ result }: Pick<RunReport, 'result'>): string {
  const { invariants, relations } = result;
  const broken = (all: readonly JudgedInvariant[]): number =>
    all.filter((each) => each.broken > 0).length;
  const [invariantsBroken, relationsBroken] = [broken(invariants), broken(relations)];
  if (invariantsBroken + relationsBroken > 0) {
    const parts = [
      brokenOf('invariant', invariantsBroken, invariants.length),
      brokenOf('relation', relationsBroken, relations.length),
    ];
    return `${listed(parts.flat())} broke`;
  }
  const vacuous = vacuousOf({ result }).length;
  if (vacuous === 0) return `${allOf(invariants.length, relations.length)} held`;
  const judged = invariants.length + relations.length;
  if (vacuous === judged) return `${noneOf(invariants.length, relations.length)} to judge`;
  const parts = [heldOf('invariant', invariants), heldOf('relation', relations)];
  return `${listed(parts.flat())} held, ${vacuous} met nothing to judge`;
}

/** `2 of 61 invariants`; nothing of a kind of which none broke. */
function brokenOf(kind: string, broken: number, all: number): readonly string[] {
  if (broken === 0) return [];
  return [all === 1 ? `the one ${kind}` : `${broken} of ${counted(all, kind)}`];
}

function noneOf(invariants: number, relations: number): string {
  return invariants + relations === 1
    ? `${allOf(invariants, relations)} met nothing`
    : `none of ${kindsOf(invariants, relations)} met anything`;
}

/** `60 of 61 invariants`, `all 9 relations`, `none of 2 relations`; nothing of a kind that was not judged. */
function heldOf(kind: string, all: readonly JudgedInvariant[]): readonly string[] {
  const total = counted(all.length, kind);
  const held = all.filter(({ vacuous }) => !vacuous).length;
  if (all.length === 0) return [];
  if (held === all.length) return [all.length === 1 ? `the one ${kind}` : `all ${total}`];
  return [`${held === 0 ? 'none' : held} of ${total}`];
}

function paintedVerdict(report: RunReport, paint: Paint): string {
  const cut = report.interrupted ? paint.yellow('interrupted; ') : '';
  return cut + strokeOf(report, paint)(said(report));
}

function strokeOf(report: RunReport, paint: Paint): Paint['red'] {
  const { invariants, relations } = report.result;
  if ([...invariants, ...relations].some(({ broken }) => broken > 0)) return paint.red;
  return vacuousOf(report).length > 0 ? paint.yellow : paint.green;
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
export function replayLines(reports: readonly RunReport[], paint: Paint): string {
  return reports.length < 2 ? '' : lastLines(reports, undefined, paint);
}

/**
 * What to type next: how to replay what broke, or else the line that is given.
 *
 * @param otherwise  what it does, and the command line
 */
export function lastLines(
  reports: readonly RunReport[],
  otherwise: readonly [what: string, line: string] | undefined,
  paint: Paint,
): string {
  const replays = reports
    .flatMap(({ findings }) => findings)
    .flatMap(({ replay }) => (replay === undefined ? [] : [['replay', replay] as const]));
  const next = replays.length === 0 && otherwise !== undefined ? [otherwise] : replays;
  const lines = next.map(([what, line]) => `${what}: ${paint.bold(line)}\n`);
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}
