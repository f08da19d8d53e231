/** What a campaign showed, for machines. */
import { JSON_VERSION, findingJson } from './finding-json.ts';
import type { MarkTally } from '../campaign/result.ts';
import { deedCounts } from './deeds.ts';
import { missingOf } from './marks-text.ts';
import type { RunReport } from './run-text.ts';
import type { InvariantJson, MarksJson, RunJson } from './schema/run.ts';
import { variantsJson } from './variants-json.ts';
import { rounded } from './words.ts';

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
