/** How many variants of programs were run and judged, for machines. */
import type { VariantTallies, VariantTally } from '../campaign/result.ts';
import type { VariantJson, VariantsJson } from './schema/parts.ts';

export function variantsJson({ refusals, schedules }: VariantTallies): VariantsJson {
  return { refusals: variantJson(refusals), schedules: variantJson(schedules) };
}

function variantJson({ programs, variants, isAll }: VariantTally): VariantJson {
  return { programs, variants, all: isAll };
}
