/** What campaigns showed, as a page of Markdown for the summary of a job: what held, and each bug with its program. */
import { commandCount } from '../program/program.ts';
import { findingText } from './finding-text.ts';
import { findingMessage } from './finding.ts';
import type { FindingReport } from './finding.ts';
import { PLAIN } from './paint.ts';
import { verdictText as verdictOfFile } from './replay-text.ts';
import type { ReplayReport } from './replay-text.ts';
import { vacuousOf, verdictText } from './run-text.ts';
import type { RunReport } from './run-text.ts';
import { checksOf } from './invariants-text.ts';
import { amount, counted, duration } from './words.ts';

export function jobSummary(reports: readonly RunReport[]): string {
  const bugs = reports.flatMap(({ result, findings }) =>
    findings.map((finding) => ({ subject: result.subject, finding })),
  );
  return [
    '## allocheck',
    '',
    ...markdownTable(
      ['subject', 'verdict', 'programs', 'commands', 'checks', 'time', 'seed'],
      reports.map(subjectRow),
    ),
    ...reports.flatMap(vacuousLines),
    ...bugLines(bugs),
    '',
  ].join('\n');
}

/** The same of files that were replayed. */
export function jobSummaryOfFiles(reports: readonly ReplayReport[]): string {
  const bugs = reports.flatMap(({ subject, findings }) =>
    findings.map((finding) => ({ subject, finding })),
  );
  const rows = reports.map((report) => [
    code(report.file),
    code(report.subject),
    cell(verdictOfFile(report, report.findings[0]?.finding, PLAIN)),
    amount(report.outcome.commands),
    amount(checksOf(report.invariants)),
  ]);
  return [
    '## allocheck replay',
    '',
    ...markdownTable(['file', 'subject', 'verdict', 'commands', 'checks'], rows),
    ...bugLines(bugs),
    '',
  ].join('\n');
}

/** Most bugs that are told: a summary of more than 1 MiB is refused as a whole. */
const BUGS_MAX = 50;

/** A row for each bug, and below all that is told of it. */
function bugLines(bugs: readonly Bug[]): readonly string[] {
  if (bugs.length === 0) return [];
  const told = bugs.slice(0, BUGS_MAX);
  const left = bugs.length - told.length;
  return [
    ...bugTable(told),
    ...(left === 0 ? [] : ['', `${counted(left, 'more bug')} not told here`]),
    ...told.flatMap(({ finding }) => details(finding)),
  ];
}

function subjectRow(report: RunReport): readonly string[] {
  const { result, seconds } = report;
  const { subject, runs, commands, invariants, seed } = result;
  return [
    code(subject),
    cell(verdictText(report)),
    amount(runs),
    amount(commands),
    amount(checksOf(invariants)),
    duration(seconds),
    String(seed),
  ];
}

function vacuousLines(report: RunReport): readonly string[] {
  const vacuous = vacuousOf(report);
  if (vacuous.length === 0) return [];
  const { subject } = report.result;
  return ['', `${code(subject)} met nothing to judge by: ${vacuous.map(code).join(', ')}`];
}

interface Bug {
  readonly subject: string;
  readonly finding: FindingReport;
}

function bugTable(bugs: readonly Bug[]): readonly string[] {
  const rows = bugs.map(({ subject, finding: { finding, runs = 1, program, replay } }) => [
    code(subject),
    code(finding.invariant),
    cell(findingMessage(finding)),
    amount(runs),
    amount(commandCount(program)),
    replay === undefined ? '' : code(replay),
  ]);
  return ['', ...markdownTable(['subject', 'broken', 'how', 'runs', 'commands', 'replay'], rows)];
}

/** All that the text report says of a bug, folded. */
function details(report: FindingReport): readonly string[] {
  const lines = findingText(report, PLAIN);
  const fence = ticksAround(lines.join('\n'), 3);
  const title = `<details><summary>${html(report.finding.invariant)}</summary>`;
  return ['', title, '', `${fence}text`, ...lines, fence, '', '</details>'];
}

function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}

/** Text that means nothing to Markdown, on one line. */
function cell(text: string): string {
  return html(onOneLine(text)).replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`);
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Set as code, in a cell, which would end at a bar. */
function code(text: string): string {
  const said = onOneLine(text).replaceAll('|', String.raw`\|`);
  const ticks = ticksAround(said, 1);
  return said.includes('`') ? `${ticks} ${said} ${ticks}` : ticks + said + ticks;
}

/** More backticks than stand together in a text. */
function ticksAround(text: string, least: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length + 1);
  return '`'.repeat(Math.max(least, ...runs));
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
