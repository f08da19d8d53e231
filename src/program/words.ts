/** The words of the text form that stand for something elsewhere, and its numbers. */
import type { OsCall, Placement } from '../../spec/subject.ts';
import { GIB, KIB, MIB } from '../base/units.ts';

/** The version of the text form that is written, and the only one that is read. */
export const VERSION = '1';

export const OS_CALLS: readonly OsCall[] = ['reserve', 'map'];

export const PLACEMENTS: readonly Placement[] = [
  'adjacent',
  'gapped',
  'descending',
  'top',
  'longer',
];

const UNITS: Readonly<Record<string, number>> = { KiB: KIB, MiB: MIB, GiB: GIB };

const SIGNED = /^(-?)(.+)$/;
const SCALED = /^(\d+)([KMG]iB)$/;
const DECIMAL = /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;
const HEXADECIMAL = /^0x[\da-f]+$/i;
const POWER = /^2\*\*(\d+)$/;

/** Powers of two are written as such from here on: nobody recognises 140737488355328. */
const POWERS_FROM = 2 ** 31;

/** A number as `readNumber` reads it back, -0 and NaN included. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const exponent =
    value >= POWERS_FROM && Number.isFinite(value) ? Math.round(Math.log2(value)) : 0;
  return exponent > 0 && 2 ** exponent === value ? `2**${exponent}` : String(value);
}

/** A count of bytes in the largest unit of which it is a multiple, as `readNumber` reads it back. */
export function bytesText(bytes: number): string {
  const units = Object.entries(UNITS).toReversed();
  const [unit, size] = units.find(([, each]) => bytes > 0 && bytes % each === 0) ?? ['', 1];
  return `${bytes / size}${unit}`;
}

/** The number that a word says; undefined when it says none. */
export function readNumber(word: string): number | undefined {
  const [, sign, digits] = SIGNED.exec(word) ?? [];
  const size = digits === undefined ? undefined : readUnsigned(digits);
  return size !== undefined && sign === '-' ? -size : size;
}

function readUnsigned(word: string): number | undefined {
  if (word === 'NaN') return Number.NaN;
  if (word === 'Infinity') return Number.POSITIVE_INFINITY;
  if (DECIMAL.test(word) || HEXADECIMAL.test(word)) return Number(word);
  const scaled = SCALED.exec(word);
  if (scaled !== null) return Number(scaled[1]) * (UNITS[scaled[2] as string] as number);
  const power = POWER.exec(word);
  return power === null ? undefined : 2 ** Number(power[1]);
}
