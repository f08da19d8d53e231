/**
 * What campaigns showed, as SARIF 2.1.0, for code scanning: invariants are the rules, bugs the results, each at the line of the
 * recording at which it broke.
 *
 * All subjects are one run of the tool, since a service takes one run of a category. A bug is known again by its signature,
 * which is the same from each seed, and not by the line, which is where the shrinker left it.
 *
 * Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
 */
import { digest } from '../base/hash.ts';
import { findingText } from './finding-text.ts';
import { findingMessage, whenText } from './finding.ts';
import type { FindingReport, Statement } from './finding.ts';
import { PLAIN } from './paint.ts';
import type { Place, PlaceOf } from './place.ts';
import type { ReplayReport } from './replay-text.ts';
import { vacuousOf } from './run-text.ts';
import type { RunReport } from './run-text.ts';
import { counted } from './words.ts';

export interface SarifOptions {
  /** Of allocheck. */
  readonly version: string;
  /** All that there are: those that were judged become rules. */
  readonly statements: readonly Statement[];
  readonly placeOf: PlaceOf;
  /** Where the invariant is described, relative to the folder of allocheck; undefined where it is nowhere. */
  readonly pageOf: (id: string) => string | undefined;
}

/** The folder of the project, as who reads the log knows it. */
const SOURCES = '%SRCROOT%';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** What a subject's campaign, or a file that was replayed, has for the log. */
export interface Scan {
  readonly subject: string;
  /** Ids of what was judged. */
  readonly judged: readonly string[];
  readonly findings: readonly FindingReport[];
  /** Ids of what met nothing to judge, where that means something, and in what. */
  readonly vacuous: readonly string[];
  readonly extent: string;
  readonly isWhole: boolean;
  readonly properties: object;
}

export function scanOfRun(report: RunReport): Scan {
  const { result, findings, interrupted } = report;
  const { subject, seed, runs } = result;
  return {
    subject,
    judged: [...result.invariants, ...result.relations].map(({ id }) => id),
    findings,
    vacuous: vacuousOf(report),
    extent: `${counted(runs, 'program')} of ${subject}`,
    isWhole: !interrupted,
    properties: { subject, seed, programs: runs },
  };
}

/** One file comes to little of what could be judged, so what it did not come to is not told. */
export function scanOfReplay(report: ReplayReport): Scan {
  const { file, subject, invariants, relations, findings, verdict } = report;
  return {
    subject,
    judged: [...invariants, ...relations].map(({ id }) => id),
    findings,
    vacuous: [],
    extent: file,
    isWhole: true,
    properties: { subject, file, verdict: verdict.kind },
  };
}

/** The log, as text. */
export function sarifLog(scans: readonly Scan[], options: SarifOptions): string {
  const judged = new Set(scans.flatMap((scan) => scan.judged));
  const statements = options.statements.filter(({ id }) => judged.has(id));
  const indexes = new Map(statements.map(({ id }, index) => [id, index]));
  const { version } = options;
  const rules = statements.map((each) => ruleOf(each, options.pageOf(each.id)));
  const run = {
    tool: { driver: { name: 'allocheck', semanticVersion: version, rules } },
    columnKind: 'utf16CodeUnits',
    invocations: scans.map((scan) => invocationOf(scan, indexes)),
    results: scans.flatMap(({ subject, findings }) =>
      findings.map((finding) => resultOf(finding, subject, { ...options, indexes })),
    ),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2)}\n`;
}

function ruleOf({ id, holds, because }: Statement, page: string | undefined): object {
  const explained = `npx allocheck explain ${id}`;
  const [text, markdown] = [
    [`Otherwise ${because}.`, `Explained by: ${explained}`],
    [`Otherwise ${because}.`, `Explained by \`${explained}\`.`],
  ];
  if (page !== undefined) {
    text.push(`Described in ${page} of allocheck`);
    markdown.push(`Described in [${page}](${page}) of allocheck.`);
  }
  return {
    id,
    shortDescription: { text: holds },
    fullDescription: { text: `It always holds that ${holds}. Otherwise ${because}.` },
    help: { text: text.join('\n'), markdown: markdown.join('\n\n') },
    defaultConfiguration: { level: 'error' },
    properties: { tags: [id.slice(0, id.indexOf('/'))] },
  };
}

/** What is no result: whether it came to its end, and what met nothing to judge. */
function invocationOf(
  { vacuous, extent, isWhole, properties }: Scan,
  indexes: ReadonlyMap<string, number>,
): object {
  return {
    executionSuccessful: isWhole,
    toolExecutionNotifications: vacuous.map((id) => ({
      level: 'warning',
      message: { text: `${id} met nothing to judge in ${extent}` },
      associatedRule: { id, ...indexOf(id, indexes) },
    })),
    properties,
  };
}

interface ResultOptions extends SarifOptions {
  readonly indexes: ReadonlyMap<string, number>;
}

function resultOf(report: FindingReport, subject: string, options: ResultOptions): object {
  const { finding, invariant, signature, runs, replay, alsoBroken } = report;
  const id = finding.invariant;
  const holds = invariant === undefined ? id : invariant.holds;
  const told = `${holds}: here it did not hold ${whenText(report)}, ${findingMessage(finding)}`;
  const place = options.placeOf(report);
  return {
    ruleId: id,
    ...(options.indexes.has(id) ? { ruleIndex: options.indexes.get(id) } : {}),
    level: 'error',
    message: { text: told, markdown: `${told}\n\n${fenced(findingText(report, PLAIN))}` },
    locations: [
      {
        ...(place === undefined ? {} : { physicalLocation: physicalOf(place) }),
        logicalLocations: [{ fullyQualifiedName: subject, kind: 'module' }],
      },
    ],
    ...(signature === undefined ? {} : fingerprintsOf(`${subject}: ${signature}`)),
    ...(runs === undefined ? {} : { occurrenceCount: runs }),
    properties: { alsoBroken, ...(replay === undefined ? {} : { replay }) },
  };
}

/** The second is the one by which GitHub knows a result again. */
function fingerprintsOf(signature: string): object {
  return {
    fingerprints: { 'allocheck/signature/v1': signature },
    partialFingerprints: { primaryLocationLineHash: `${digest(signature)}:1` },
  };
}

function physicalOf({ uri, isRelative, line }: Place): object {
  return {
    artifactLocation: { uri, ...(isRelative ? { uriBaseId: SOURCES } : {}) },
    region: { startLine: line },
  };
}

function indexOf(id: string, indexes: ReadonlyMap<string, number>): object {
  const index = indexes.get(id);
  return index === undefined ? {} : { index };
}

function fenced(lines: readonly string[]): string {
  return ['```', ...lines, '```'].join('\n');
}
