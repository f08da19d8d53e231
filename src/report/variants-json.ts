/** How many variants of programs were run and judged, for machines. */
import type { VariantTallies, VariantTally } from '../campaign/result.ts';

/** The rest of the report counts the programs as they are, and no variant. */
export interface VariantsJson {
  /** Calls of the operating system refused. */
  readonly refusals: VariantJson;
  /** Calls suspended half-way. */
  readonly schedules: VariantJson;
}

export interface VariantJson {
  /** That made any. */
  readonly programs: number;
  readonly variants: number;
  /** Whether none was left out: of the schedules, none with at most two preemptions. */
  readonly all: boolean;
}

export function variantsJson({ refusals, schedules }: VariantTallies): VariantsJson {
  return { refusals: variantJson(refusals), schedules: variantJson(schedules) };
}

function variantJson({ programs, variants, isAll }: VariantTally): VariantJson {
  return { programs, variants, all: isAll };
}
