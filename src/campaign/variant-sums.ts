/** Counts the variants of programs that a campaign judges. */
import type { VariantCount, Varied } from '../engine/variants.ts';
import type { VariantTallies, VariantTally } from './result.ts';

const NONE: VariantTally = { programs: 0, variants: 0, isAll: true };

export class VariantSums {
  sums: VariantTallies = { refusals: NONE, schedules: NONE };

  /** @param varied  undefined where the program was run as it is alone */
  add(varied: Varied | undefined): void {
    if (varied === undefined) return;
    const { refusals, schedules } = this.sums;
    this.sums = {
      refusals: plus(refusals, varied.refusals),
      schedules: plus(schedules, varied.schedules),
    };
  }
}

function plus(sum: VariantTally, count: VariantCount | undefined): VariantTally {
  if (count === undefined) return sum;
  const { variants, isAll } = count;
  return {
    programs: sum.programs + (variants > 0 ? 1 : 0),
    variants: sum.variants + variants,
    isAll: sum.isAll && isAll,
  };
}
