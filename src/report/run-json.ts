/** What a campaign showed, for machines. */
import { JSON_VERSION, findingJson } from './finding-json.ts';
import type { FindingJson } from './finding-json.ts';
import type { RunReport } from './run-text.ts';
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
  readonly invariants: readonly InvariantJson[];
  /** Ids of those that were left out. */
  readonly notRun: readonly string[];
  readonly findings: readonly FindingJson[];
}

export interface InvariantJson {
  readonly id: string;
  /** Subjects judged. */
  readonly judged: number;
  readonly vacuous: boolean;
  /** Runs that it broke in. */
  readonly broken: number;
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
    invariants: result.invariants.map(invariantJson),
    notRun,
    findings: findings.map(findingJson),
  };
}

function invariantJson({ id, judged, vacuous, broken }: InvariantJson): InvariantJson {
  return { id, judged, vacuous, broken };
}
