/** The kill matrix, for machines and for the page of it. */
import type { KillMatrix, MatrixRow } from '../campaign/kill-matrix.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import { JSON_VERSION } from './finding-json.ts';
import type { KillMatrixJson, MatrixRowJson } from './schema/mutants.ts';
import { rounded } from './words.ts';

/** How the trials were made. */
export interface MatrixEffort {
  readonly seconds: number;
  readonly workers: number;
  readonly interrupted: boolean;
  /** All mutants that there are were tried, so that the invariants can be asked for theirs. */
  readonly isWhole: boolean;
}

export function matrixJson(
  { seeds, rows, catches, idle }: KillMatrix,
  { seconds, workers, interrupted, isWhole }: MatrixEffort,
): KillMatrixJson {
  const catching = [...catches].filter(([, mutants]) => mutants.length > 0);
  return {
    version: JSON_VERSION,
    seeds,
    workers,
    seconds: rounded(seconds),
    interrupted,
    mutants: rows.map(rowJson),
    invariants: catching.map(([id, mutants]) => ({ id, catches: mutants })),
    idle: isWhole ? idle : null,
  };
}

function rowJson({ mutant, ok, killedBy, trials }: MatrixRow): MatrixRowJson {
  return {
    id: mutant.id,
    equivalent: isEquivalent(mutant),
    ok,
    killedBy,
    trials: trials.map((trial) => ({
      ...trial,
      shrunk: trial.shrunk ?? null,
      seconds: rounded(trial.seconds),
    })),
  };
}
