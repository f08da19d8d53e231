/** What a campaign showed, for machines. */
import { JSON_VERSION, findingJson } from './finding-json.ts';
import type { FindingJson } from './finding-json.ts';
import type { SizeRange } from '../program/asked.ts';
import type { MarkTally } from '../campaign/result.ts';
import { deedCounts } from './deeds.ts';
import type { DeedCount } from './deeds.ts';
import { missingOf } from './marks-text.ts';
import type { RunReport } from './run-text.ts';
import { variantsJson } from './variants-json.ts';
import type { VariantsJson } from './variants-json.ts';
import { rounded } from './words.ts';

export interface RunJson {
  readonly version: typeof JSON_VERSION;
  readonly subject: string;
  readonly seed: number;
  /** Programs. */
  readonly runs: number;
  readonly commands: number;
  readonly seconds: number;
  /** By Ctrl-C. */
  readonly interrupted: boolean;
  /** Commands that did something, by kind. */
  readonly did: readonly DeedCount[];
  /** Requests of memory by size: of `from` bytes or more, and fewer than `to`. */
  readonly asked: readonly SizeRange[];
  readonly invariants: readonly InvariantJson[];
  readonly relations: readonly InvariantJson[];
  readonly variants: VariantsJson;
  readonly marks: MarksJson;
  /** Ids of those that were left out. */
  readonly notRun: readonly string[];
  /** One for each bug. */
  readonly findings: readonly FindingJson[];
  /** Runs that broke what one of these breaks too, and were not looked into. */
  readonly unsorted: number;
  /** Runs that broke something which did not break again, in a process of its own: no findings. */
  readonly unrepeated: number;
  /** It ended because there are as many findings as were asked for. */
  readonly full: boolean;
}

export interface InvariantJson {
  readonly id: string;
  /** Subjects judged; of a relation, pairs of runs. */
  readonly judged: number;
  readonly vacuous: boolean;
  /** Runs that it broke in. */
  readonly broken: number;
}

/** Marks of the subject: counts, and the ids of those that no program reached. */
export interface MarksJson {
  readonly reached: number;
  readonly total: number;
  readonly missing: readonly string[];
}

export function runJson({ result, findings, seconds, interrupted }: RunReport): RunJson {
  const { subject, seed, runs, commands, notRun } = result;
  return {
    version: JSON_VERSION,
    subject,
    seed,
    runs,
    commands,
    seconds: rounded(seconds),
    interrupted,
    did: deedCounts(result.effective),
    asked: result.asked,
    invariants: result.invariants.map(invariantJson),
    relations: result.relations.map(invariantJson),
    variants: variantsJson(result.variants),
    marks: marksJson(result.marks),
    notRun,
    findings: findings.map(findingJson),
    unsorted: result.unsorted,
    unrepeated: result.unrepeated,
    full: result.isFull,
  };
}

function marksJson(marks: readonly MarkTally[]): MarksJson {
  const missing = missingOf(marks);
  return { reached: marks.length - missing.length, total: marks.length, missing };
}

function invariantJson({ id, judged, vacuous, broken }: InvariantJson): InvariantJson {
  return { id, judged, vacuous, broken };
}
