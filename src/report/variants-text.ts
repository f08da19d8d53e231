/** How many variants of programs were run and judged, for people. */
import type { VariantTallies, VariantTally } from '../campaign/result.ts';
import type { VariantCount, Varied } from '../engine/variants.ts';
import { counted } from './words.ts';

/** A line for each kind that a campaign ran. */
export function variantsText({ refusals, schedules }: VariantTallies): readonly string[] {
  return [
    ...(refusals.variants === 0 ? [] : [refusalsLine(refusals)]),
    ...(schedules.variants === 0 ? [] : [schedulesLine(schedules)]),
  ];
}

/** A line for each kind that was asked for of one program, also where it makes none. */
export function variedText({ refusals, schedules }: Varied): readonly string[] {
  return [
    ...(refusals === undefined ? [] : [refusalsLine(ofOne(refusals))]),
    ...(schedules === undefined ? [] : [schedulesLine(ofOne(schedules))]),
  ];
}

/** What one program made, as a campaign counts it. */
export function ofOneProgram({ refusals, schedules }: Varied): VariantTallies {
  return { refusals: ofOne(refusals), schedules: ofOne(schedules) };
}

function ofOne(count: VariantCount | undefined): VariantTally {
  const { variants, isAll } = count ?? { variants: 0, isAll: true };
  return { programs: variants > 0 ? 1 : 0, variants, isAll };
}

function refusalsLine({ variants, programs, isAll }: VariantTally): string {
  if (variants === 0) return '  no OS call to refuse';
  return `  ${isAll ? 'every OS call refused' : 'OS calls refused'}: ${made(variants, programs)}`;
}

function schedulesLine({ variants, programs, isAll }: VariantTally): string {
  if (variants === 0)
    return '  no other schedule: it takes two processors, and a call that can be suspended';
  const few = 'of at most two preemptions, and random ones';
  return `  ${isAll ? 'every schedule' : 'schedules'} ${few}: ${made(variants, programs)}`;
}

function made(variants: number, programs: number): string {
  return `${counted(variants, 'variant')} of ${counted(programs, 'program')}`;
}
