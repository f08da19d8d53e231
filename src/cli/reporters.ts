/** Reports for machines: files that `--report` names, and what GitHub shows of a job. */
import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { checkWritable } from '../engine/corpus.ts';
import { parseRecording } from '../engine/recording.ts';
import type { FindingReport, Statement } from '../report/finding.ts';
import { githubAnnotations } from '../report/github.ts';
import { jobSummary } from '../report/job-summary.ts';
import { junitXml } from '../report/junit.ts';
import { lineOfStep, stepIn } from '../report/place.ts';
import type { Place } from '../report/place.ts';
import { runJson } from '../report/run-json.ts';
import type { RunReport } from '../report/run-text.ts';
import { sarifLog } from '../report/sarif.ts';
import { jsonLine } from './command.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

type Make = (reports: readonly RunReport[], statements: readonly Statement[]) => string;

/** What each form makes of the reports of all subjects. */
const FORMS: Readonly<Record<string, Make>> = {
  junit: junitXml,
  sarif: (reports, statements) =>
    sarifLog(reports, { version: VERSION, statements, placeOf, pageOf }),
  json: (reports) => reports.map((report) => jsonLine(runJson(report))).join(''),
};

/** A file that is to be written. */
export interface Wanted {
  readonly make: Make;
  readonly file: string;
}

/**
 * Reads what `--report` says, and sees to it that the files can be written.
 *
 * @param said  `junit=build/allocheck.xml`
 * @throws {UsageError} where they cannot, or one of them is none
 */
export function wantedReports(said: readonly string[]): readonly Wanted[] {
  const wanted = said.map(readWanted);
  const files = wanted.map(({ file }) => resolve(file));
  const twice = wanted.find(({ file }, i) => files.indexOf(resolve(file)) < i);
  if (twice !== undefined) throw new UsageError(`two reports cannot both be ${twice.file}`);
  for (const { file } of wanted) {
    checkWritable(dirname(file));
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
      throw new UsageError(`${file} cannot be written: it is a folder\nname a file in it`);
  }
  return wanted;
}

function readWanted(said: string): Wanted {
  const [, form = '', file = ''] = /^([^=]*)=?(.*)$/s.exec(said) ?? [];
  const make = Object.hasOwn(FORMS, form) ? FORMS[form] : undefined;
  const forms = Object.keys(FORMS);
  if (make === undefined) {
    const near = didYouMean(form, forms);
    throw new UsageError(
      `unknown report ${said}${near}\nuse one of: ${forms.map((each) => `${each}=FILE`).join(', ')}`,
    );
  }
  if (file === '') {
    throw new UsageError(
      `the report ${said} has no file\nwrite for example: ${form}=allocheck-out/report.${ENDINGS[form]}`,
    );
  }
  return { make, file };
}

const ENDINGS: Readonly<Record<string, string>> = { junit: 'xml', sarif: 'sarif', json: 'json' };

/**
 * Writes the files, and tells GitHub where it is what runs this.
 *
 * @returns  whether all could be written; where not, a word on why is on `err`
 */
export function report(
  reports: readonly RunReport[],
  statements: readonly Statement[],
  { wanted, terminal }: { readonly wanted: readonly Wanted[]; readonly terminal: Terminal },
): boolean {
  const files = wanted.map(({ make, file }) =>
    isDone(terminal, file, () => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, make(reports, statements));
    }),
  );
  tellGithub(reports, terminal);
  return files.every(Boolean);
}

/** Annotations go to `err`, where GitHub reads them too: `out` may be the JSON of somebody. */
function tellGithub(reports: readonly RunReport[], terminal: Terminal): void {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY: summary = '' } = terminal.env;
  if (GITHUB_ACTIONS !== 'true') return;
  terminal.err(githubAnnotations(reports, placeOf));
  if (summary === '') return;
  isDone(terminal, summary, () => appendFileSync(summary, jobSummary(reports)));
}

/** Whether a file could be written. That it could not is told, and ends nothing: what was found is told all the same. */
function isDone(terminal: Terminal, file: string, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    terminal.err(`allocheck: ${file} cannot be written: ${(error as Error).message}\n`);
    return false;
  }
}

/** Where a finding is; undefined where its recording could not be written. */
function placeOf(finding: FindingReport): Place | undefined {
  const { file } = finding;
  if (file === undefined) return undefined;
  const path = resolve(file);
  const text = readFileSync(path, 'utf8');
  const line = lineOfStep(text, stepIn(parseRecording(text, file), finding));
  const below = relative('', path);
  const isRelative = !isAbsolute(below) && !/^\.\.(?:[\\/]|$)/.test(below);
  const uri = isRelative
    ? below.split(/[\\/]/).map(encodeURIComponent).join('/')
    : pathToFileURL(path).href;
  return { path, uri, isRelative, line };
}

/** Where one of ours is described. */
function pageOf(id: string): string | undefined {
  return catalogue.some((each) => each.id === id) ? `docs/invariants.md#${id}` : undefined;
}
