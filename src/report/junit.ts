/**
 * What campaigns and replays showed, as JUnit XML: a test suite for each subject, a test case for each invariant and relation.
 *
 * A test case is named by the id alone, which never changes, so that who compares runs finds the same one again; its
 * sentence is its output. What was not judged is skipped, and says why: it has not held.
 */
import { commandCount } from '../program/program.ts';
import type { JudgedInvariant } from '../campaign/result.ts';
import { findingText } from './finding-text.ts';
import { findingMessage } from './finding.ts';
import type { FindingReport, Statement } from './finding.ts';
import { PLAIN } from './paint.ts';
import { checksOf } from './invariants-text.ts';
import { verdictText } from './replay-text.ts';
import type { ReplayReport } from './replay-text.ts';
import type { RunReport } from './run-text.ts';
import { attributes, element, xmlText } from './junit-xml.ts';
import { counted, listed, rounded } from './words.ts';

/** A test case, and what counts it. */
interface Case {
  readonly xml: string;
  readonly state: 'held' | 'failed' | 'skipped';
}

/** @param statements  all that there are, for the sentences of those that did not run */
export function junitXml(reports: readonly RunReport[], statements: readonly Statement[]): string {
  const sentences = new Map(statements.map(({ id, holds }) => [id, holds]));
  const suites = reports.map((report) => ({ report, cases: casesOf(report, sentences) }));
  const time = rounded(reports.reduce((total, { seconds }) => total + seconds, 0));
  const { tests, failures, errors } = countsOf(suites.flatMap(({ cases }) => cases));
  const head = { name: 'allocheck', tests, failures, errors, time };
  const body = suites.map(({ report, cases }) => {
    const { result, seconds } = report;
    return suiteXml(result.subject, { time: rounded(seconds) }, [propertiesOf(report)], cases);
  });
  return documentOf(head, body);
}

/** The files that were replayed as JUnit XML: a test case for each, in one suite. There is no time in it. */
export function junitXmlOfFiles(reports: readonly ReplayReport[]): string {
  const cases = reports.map(fileCase);
  const suite = suiteXml('allocheck replay', {}, [], cases);
  const head = { name: 'allocheck', ...countsOf(cases) };
  return documentOf(head, [suite]);
}

/** Whether a file held, or is mended, breaks, or says nothing since what it broke was not judged. */
function fileCase(report: ReplayReport): Case {
  const { file, subject, invariants, findings, verdict } = report;
  const head = { name: file, assertions: checksOf(invariants), classname: subject };
  const said = verdictText(report, findings[0]?.finding, PLAIN);
  const out = xmlElement('system-out', said);
  if (verdict.kind === 'unjudged') return skippedCase(head, said, out);
  if (verdict.kind === 'held' || verdict.kind === 'fixed')
    return { state: 'held', xml: element('testcase', head, [out]) };
  const type = findings[0]?.finding.invariant ?? verdict.kind;
  const told = xmlText(findings.map(toldOnce).join('\n\n'));
  const failed = `<failure${attributes({ message: said, type })}>${told}</failure>`;
  return { state: 'failed', xml: element('testcase', head, [failed, out]) };
}

function casesOf(report: RunReport, sentences: ReadonlyMap<string, string>): readonly Case[] {
  const { result } = report;
  return [
    ...[...result.invariants, ...result.relations].map((judged) => judgedCase(judged, report)),
    ...result.notRun.map((id) => leftCase(id, result.subject, sentences.get(id))),
  ];
}

function suiteXml(
  name: string,
  time: Head,
  properties: readonly string[],
  cases: readonly Case[],
): string {
  const skipped = cases.filter(({ state }) => state === 'skipped').length;
  const head = { name, ...countsOf(cases), skipped, ...time, package: 'allocheck' };
  return element('testsuite', head, [...properties, ...cases.map(({ xml }) => xml)]);
}

function countsOf(cases: readonly Case[]): {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
} {
  const failures = cases.filter(({ state }) => state === 'failed').length;
  return { tests: cases.length, failures, errors: 0 };
}

function documentOf(head: Head, suites: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', head, suites)}\n`;
}

/** What one needs to know to have the same run again, and how much it was. */
function propertiesOf({ title, result, recordings, interrupted }: RunReport): string {
  const values = {
    title,
    seed: result.seed,
    programs: result.runs,
    recordings,
    commands: result.commands,
    unsorted: result.unsorted,
    unrepeated: result.unrepeated,
    interrupted,
  };
  const each = Object.entries(values).map(
    ([name, value]) => `<property${attributes({ name, value })}/>`,
  );
  return element('properties', {}, each);
}

function judgedCase(judged: JudgedInvariant, report: RunReport): Case {
  const { id, holds, judged: times, broken, vacuous } = judged;
  const { subject, runs } = report.result;
  const head = { name: id, assertions: times, classname: subject };
  const out = xmlElement('system-out', sentence(holds));
  if (broken > 0)
    return { state: 'failed', xml: element('testcase', head, [failure(judged, report), out]) };
  if (!vacuous) return { state: 'held', xml: element('testcase', head, [out]) };
  const reason = `met nothing to judge in ${counted(runs, 'program')}`;
  return skippedCase(head, reason, out);
}

function leftCase(id: string, subject: string, holds: string | undefined): Case {
  const reason = `not run: it was left out, or ${subject} offers no view that it could judge`;
  const out = holds === undefined ? [] : [xmlElement('system-out', sentence(holds))];
  return skippedCase({ name: id, assertions: 0, classname: subject }, reason, ...out);
}

function skippedCase(head: Head, reason: string, ...out: readonly string[]): Case {
  const xml = element('testcase', head, [xmlElement('skipped', reason), ...out]);
  return { state: 'skipped', xml };
}

type Head = Parameters<typeof attributes>[0];

/**
 * All bugs that broke it in one element, since many readers take only the first. Where it broke beside another invariant,
 * which is the cause, that one's test case tells the program.
 */
function failure({ id, holds, broken }: JudgedInvariant, { findings }: RunReport): string {
  const own = findings.filter(({ finding }) => finding.invariant === id);
  const told = own.length > 0 ? own.map(toldOnce) : [besideText(id, broken, findings)];
  const head = { message: message(holds, own), type: id };
  return `<failure${attributes(head)}>${xmlText(told.join('\n\n'))}</failure>`;
}

function besideText(id: string, broken: number, findings: readonly FindingReport[]): string {
  const causes = findings.filter(({ alsoBroken }) => alsoBroken.includes(id));
  const ids = new Set(causes.map(({ finding }) => finding.invariant));
  const which = ids.size === 0 ? 'others, whose test cases tell the programs' : listed([...ids]);
  return `it broke in ${counted(broken, 'run')}, beside ${which}`;
}

/** With its program, and the line that replays it. */
function toldOnce(report: FindingReport): string {
  return findingText(report, PLAIN).join('\n');
}

function message(holds: string, own: readonly FindingReport[]): string {
  const broken = `${sentence(holds)}; here it did not`;
  const [first] = own;
  if (first === undefined) return broken;
  const commands = counted(commandCount(first.program), 'command');
  const more = own.length === 1 ? '' : `; and ${counted(own.length - 1, 'more bug')}`;
  return `${broken}: ${findingMessage(first.finding)}, by ${commands}${more}`;
}

function sentence(holds: string): string {
  return `it always holds that ${holds}`;
}

function xmlElement(name: string, text: string): string {
  return `<${name}>${xmlText(text)}</${name}>`;
}
