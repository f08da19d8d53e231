/**
 * When a heap collects by itself, and how: GOGC and the memory limit of a program, and checkmark mode.
 *
 * A program that says the default is the same as one that says nothing, so that each has one text and one form.
 */
import type { HeapConfig } from '../../spec/subject.ts';
import { MIB } from '../base/units.ts';

export const DEFAULT_GOGC = 100;
/** A heap that never collects because it grew. */
export const GOGC_OFF = -1;
/** The largest that Go takes. */
export const GOGC_MAX = 2 ** 31 - 1;
/** The limit of a heap without one. */
export const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** Values that differ in kind, the simplest first: these are drawn, and tried by the shrinker. */
export const GOGCS: readonly number[] = [50, 200, 10, 1000, 1, 0, GOGC_OFF];
export const LIMITS: readonly number[] = [64, 16, 8, 4, 2, 1, 0.25].map((mib) => mib * MIB);

/** What a heap says of checkmark mode: nothing where it is off. */
export function checkmarkOf(isOn: boolean): Pick<HeapConfig, 'checkmark'> {
  return isOn ? { checkmark: true } : {};
}

export type Pacing = Pick<HeapConfig, 'gogc' | 'memoryLimit'>;

/** What a heap says of them: nothing where they are the default. */
export function pacingOf(gogc: number, memoryLimit: number): Pacing {
  return {
    ...(gogc === DEFAULT_GOGC ? {} : { gogc }),
    ...(memoryLimit === NO_LIMIT ? {} : { memoryLimit }),
  };
}
