/** What each report for machines is made of: campaigns, or files that were replayed. */
import { readFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue } from '../../spec/invariants/index.ts';
import { parseRecording } from '../engine/recording.ts';
import type { FindingReport, Statement } from '../report/finding.ts';
import { githubAnnotations, toldOfRun } from '../report/github.ts';
import { jobSummary, jobSummaryOfFiles } from '../report/job-summary.ts';
import { junitXml, junitXmlOfFiles } from '../report/junit.ts';
import { lineOfStep, stepIn } from '../report/place.ts';
import type { Place } from '../report/place.ts';
import { replayJson } from '../report/replay-json.ts';
import type { ReplayReport } from '../report/replay-text.ts';
import { runJson } from '../report/run-json.ts';
import type { RunReport } from '../report/run-text.ts';
import { sarifLog, scanOfReplay, scanOfRun } from '../report/sarif.ts';
import type { Scan } from '../report/sarif.ts';
import { readText } from '../trace/load.ts';
import { jsonLine } from './command.ts';
import { VERSION } from './version.ts';

/** Makes each report anew. */
export interface Makers {
  readonly junit: () => string;
  readonly sarif: () => string;
  readonly json: () => string;
  readonly annotations: () => string;
  readonly summary: () => string;
}

/** @param statements  all invariants and relations that there are */
export function makersOfRuns(
  reports: readonly RunReport[],
  statements: readonly Statement[],
): Makers {
  return {
    junit: () => junitXml(reports, statements),
    sarif: () => sarifOf(reports.map(scanOfRun), statements, placeOf),
    json: () => reports.map((report) => jsonLine(runJson(report))).join(''),
    annotations: () => githubAnnotations(reports.map(toldOfRun), placeOf),
    summary: () => jobSummary(reports),
  };
}

/** @param statements  all invariants and relations that there are */
export function makersOfReplays(
  reports: readonly ReplayReport[],
  statements: readonly Statement[],
): Makers {
  const files = new Map(
    reports.flatMap((report) => report.findings.map((finding) => [finding, report] as const)),
  );
  const placeIn = (finding: FindingReport): Place | undefined =>
    placeOf(finding) ?? placeOfReplayed(files.get(finding), finding);
  return {
    junit: () => junitXmlOfFiles(reports),
    sarif: () => sarifOf(reports.map(scanOfReplay), statements, placeIn),
    json: () => jsonLine(replayJson(reports)),
    annotations: () =>
      githubAnnotations(
        reports.map(({ subject, findings }) => ({ subject, findings, vacuous: [] })),
        placeIn,
      ),
    summary: () => jobSummaryOfFiles(reports),
  };
}

function sarifOf(
  scans: readonly Scan[],
  statements: readonly Statement[],
  placeOf: (finding: FindingReport) => Place | undefined,
): string {
  return sarifLog(scans, { version: VERSION, statements, placeOf, pageOf });
}

/** Where one of ours is described. */
function pageOf(id: string): string | undefined {
  return catalogue.some((each) => each.id === id) ? `docs/invariants.md#${id}` : undefined;
}

/** Where a finding is, by its recording; undefined where none was written. */
function placeOf(finding: FindingReport): Place | undefined {
  const { file } = finding;
  if (file === undefined) return undefined;
  const text = readFileSync(file, 'utf8');
  return placeAt(file, lineOfStep(text, stepIn(parseRecording(text, file), finding)));
}

/** In the file that was replayed: a trace, whose lines are known, or a program. */
function placeOfReplayed(
  report: ReplayReport | undefined,
  { line, finding }: FindingReport,
): Place | undefined {
  if (report === undefined) return undefined;
  const { file, format } = report;
  if (format === 'program' || format === 'recording')
    return placeAt(file, lineOfStep(readText(file), finding.step));
  return placeAt(file, line ?? 1);
}

function placeAt(file: string, line: number): Place {
  const path = resolve(file);
  const below = relative('', path);
  const isRelative = !isAbsolute(below) && !/^\.\.(?:[\\/]|$)/.test(below);
  const uri = isRelative
    ? below.split(/[\\/]/).map(encodeURIComponent).join('/')
    : pathToFileURL(path).href;
  return { path, uri, isRelative, line };
}
