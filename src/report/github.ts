/**
 * What campaigns showed, as workflow commands of GitHub: an annotation for each bug, at its line, and one for what met nothing
 * to judge.
 *
 * Source: GitHub Docs, Workflow commands for GitHub Actions; the escapes are those of actions/toolkit (packages/core, command.ts).
 */
import { findingText } from './finding-text.ts';
import type { FindingReport } from './finding.ts';
import { PLAIN } from './paint.ts';
import type { PlaceOf } from './place.ts';
import { vacuousOf } from './run-text.ts';
import type { RunReport } from './run-text.ts';

/** What a subject's campaign, or a file that was replayed, has to tell. */
export interface Told {
  readonly subject: string;
  readonly findings: readonly FindingReport[];
  /** Ids of what met nothing to judge, where that means something. */
  readonly vacuous: readonly string[];
}

export function toldOfRun(report: RunReport): Told {
  const { result, findings } = report;
  return { subject: result.subject, findings, vacuous: vacuousOf(report) };
}

/** A line for each annotation, with its end. */
export function githubAnnotations(told: readonly Told[], placeOf: PlaceOf): string {
  const lines = told.flatMap(({ subject, findings, vacuous }) => [
    ...findings.map((finding) => annotation(finding, subject, placeOf)),
    ...vacuousWarning(subject, vacuous),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(report: FindingReport, subject: string, placeOf: PlaceOf): string {
  const place = placeOf(report);
  const title = `${subject} breaks ${report.finding.invariant}`;
  const at = place === undefined ? {} : { file: place.path, line: place.line };
  return command('error', { ...at, title }, findingText(report, PLAIN).join('\n'));
}

function vacuousWarning(subject: string, vacuous: readonly string[]): readonly string[] {
  if (vacuous.length === 0) return [];
  return [command('warning', { title: `${subject}: met nothing to judge` }, vacuous.join('\n'))];
}

function command(
  name: 'error' | 'warning',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const pairs = Object.entries(properties).map(
    ([key, value]) => `${key}=${property(String(value))}`,
  );
  return `::${name} ${pairs.join(',')}::${data(message)}`;
}

/** As what stands behind the second pair of colons. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As the value of a property, which ends at a comma or a colon. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
