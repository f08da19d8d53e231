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

/** A line for each annotation, with its end. */
export function githubAnnotations(reports: readonly RunReport[], placeOf: PlaceOf): string {
  const lines = reports.flatMap((report) => [
    ...report.findings.map((finding) => annotation(finding, report.result.subject, placeOf)),
    ...vacuousWarning(report),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(report: FindingReport, subject: string, placeOf: PlaceOf): string {
  const place = placeOf(report);
  const title = `${subject} breaks ${report.finding.invariant}`;
  const at = place === undefined ? {} : { file: place.path, line: place.line };
  return command('error', { ...at, title }, findingText(report, PLAIN).join('\n'));
}

function vacuousWarning(report: RunReport): readonly string[] {
  const vacuous = vacuousOf(report);
  if (vacuous.length === 0) return [];
  const title = `${report.result.subject}: met nothing to judge`;
  return [command('warning', { title }, vacuous.join('\n'))];
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
